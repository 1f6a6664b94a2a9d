import { type Queryable, statement } from '../../../platform/database/queryable.js';

const CARRYING = statement(
  'sensitive_among',
  `with recursive upstream (root, id) as (
     select id, id from unnest($1::uuid[]) as wanted (id) where exists (select from sensitive_feature_set)
     union
     select u.root, e.src from upstream u join edge e on e.dst = u.id and e.valid_to is null and e.retired_at is null
   )
   select distinct u.root as id from upstream u join sensitive_feature_set s on s.feature_set_id = u.id`,
);

/**
 * Those of some nodes that hold what was made of a feature set that is marked, or are one: whatever stands upstream flows into them. While
 * nothing is marked nothing is walked. Indexes: edge_upstream, primary key of sensitive_feature_set.
 */
export async function selectSensitiveAmong(db: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await db.query<{ id: string }>(CARRYING, [[...new Set(ids)]])).map(({ id }) => id));
}

const ANY = statement(
  'any_sensitive',
  `select exists (
     select from sensitive_feature_set s join node n on n.id = s.feature_set_id where n.project = $1
   ) as any`,
);

/** Whether any feature set of a project is marked. Index: primary key of node; few are. */
export async function anySensitive(db: Queryable, project: string): Promise<boolean> {
  return (await db.query<{ any: boolean }>(ANY, [project]))[0]?.any === true;
}

const MARK = statement(
  'mark_sensitive',
  `insert into sensitive_feature_set (feature_set_id, marked_by) values ($1, $2) on conflict do nothing returning 1`,
);
const UNMARK = statement('unmark_sensitive', 'delete from sensitive_feature_set where feature_set_id = $1 returning 1');

/** Marks a feature set; false if it was marked. Index: primary key. */
export async function insertMark(db: Queryable, id: string, by: string): Promise<boolean> {
  return (await db.query(MARK, [id, by])).length > 0;
}

/** Takes a mark away; false if there was none. Index: primary key. */
export async function deleteMark(db: Queryable, id: string): Promise<boolean> {
  return (await db.query(UNMARK, [id])).length > 0;
}
