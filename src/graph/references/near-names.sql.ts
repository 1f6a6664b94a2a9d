import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';

/** A name that something living has. */
export interface NamedNode {
  readonly kind: NodeKind;
  readonly name: string;
  readonly label: string;
}

/** Neighbours in the order of the alphabet, to each side, per kind and name. */
const NEIGHBOURS = 250;

/*   … rain_daily  rain_hourly │ rani │ road_works …      the neighbours share the longest beginning
 *   rain                                                 one slip away, wherever in the alphabet          */
const NEAR_NAMES = statement(
  'near_names',
  `select distinct kind, name, label from (
     select w.kind, w.name, w.label, w.deleted_at
     from unnest($2::text[]) as k (kind)
     cross join unnest($3::text[]) as s (name)
     cross join lateral (
       (select kind, name, label, deleted_at from node
        where project = $1 and kind = k.kind and name collate "C" >= s.name order by name collate "C" limit ${NEIGHBOURS})
       union all
       (select kind, name, label, deleted_at from node
        where project = $1 and kind = k.kind and name collate "C" < s.name order by name collate "C" desc limit ${NEIGHBOURS})
     ) w
     union all
     select kind, name, label, deleted_at from node
     where project = $1 and label = any($4) and kind = any($2) and deleted_at is null
   ) near
   where deleted_at is null and label is not null`,
);

/**
 * Living nodes of these kinds whose names stand beside one of these in the alphabet, and those labelled with one of `guesses`.
 * However many there are, a bounded number of index entries is read. Indexes: node_name, node_label.
 */
export function selectNearNames(
  db: Queryable,
  project: string,
  kinds: readonly NodeKind[],
  { names, guesses }: { readonly names: readonly string[]; readonly guesses: readonly string[] },
): Promise<NamedNode[]> {
  return db.query<NamedNode>(NEAR_NAMES, [project, kinds, names, guesses]);
}

const UNLABELLED = statement(
  'unlabelled_by_name',
  `select id, kind from node
   where project = $1 and kind = any($2) and name collate "C" = $3 and label is null and deleted_at is null
   order by id desc
   limit 3`,
);

/** The newest nodes that are called so, but referred to by id alone. Index: node_name. */
export function selectUnlabelled(
  db: Queryable,
  project: string,
  kinds: readonly NodeKind[],
  name: string,
): Promise<{ id: string; kind: NodeKind }[]> {
  return db.query(UNLABELLED, [project, kinds, name]);
}
