import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

export interface ChildRun {
  readonly parentId: string;
  readonly id: string;
}

const CHILDREN = statement(
  'child_runs',
  `select p.id as "parentId", c.id
   from unnest($1::uuid[]) as p (id)
   cross join lateral (
     select e.dst as id
     from edge e
     join node n on n.id = e.dst and n.kind = 'RUN' and n.deleted_at is null
     where e.src = p.id and e.kind = 'CHILD_OF' and e.valid_to is null and e.retired_at is null
       and ($2::uuid is null or e.dst < $2)
     order by e.dst desc
     limit $3
   ) c`,
);

/** The first living runs that are part of each run, newest first, one more than the page holds. Index: edge_downstream. */
export function selectChildRuns(db: Queryable, runIds: readonly string[], page: PageRequest): Promise<ChildRun[]> {
  const [id] = page.after === undefined ? [null] : decodeCursor(page.after, ['uuid']);
  return db.query<ChildRun>(CHILDREN, [runIds, id, page.first + 1]);
}
