import { decodeCursor, type PageRequest } from '../../../platform/database/keyset.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { NodeKind } from '../kinds/node-kind.js';

export interface ChildNode {
  readonly parentId: string;
  readonly id: string;
  readonly version: number | null;
}

const CHILDREN = statement(
  'children',
  `select p.id as "parentId", c.id, c.version
   from unnest($1::uuid[]) as p (id)
   cross join lateral (
     select id, version from node
     where parent_id = p.id and kind = $2 and deleted_at is null
       and ($3::int is null or (coalesce(version, 0), id) < ($3, $4::uuid))
     order by coalesce(version, 0) desc, id desc
     limit $5
   ) c`,
);

/** The first children of one kind of each parent, newest first, one more than the page holds. Index: node_child. */
export function selectChildren(
  db: Queryable,
  parentIds: readonly string[],
  kind: NodeKind,
  page: PageRequest,
): Promise<ChildNode[]> {
  const [version, id] = page.after === undefined ? [null, null] : decodeCursor(page.after, ['int', 'uuid']);
  return db.query<ChildNode>(CHILDREN, [parentIds, kind, version, id, page.first + 1]);
}
