import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** Something whose signature pins versions of a feature set. */
export interface ReaderRow {
  readonly featureSetId: string;
  readonly id: string;
  readonly versionIds: readonly string[];
}

/*   airport_traffic ─┬─ @1 ──SIGNATURE──▶ flight_delay@3, @2, @1     of each version as many as the page holds: what is among the newest
 *                    └─ @2 ──SIGNATURE──▶ flight_delay@3             of all is among the newest of each version that it reads        */
const READERS = statement(
  'feature_set_readers',
  `select s.id as "featureSetId", r.* from unnest($1::uuid[]) as s (id)
   cross join lateral (
     select e.dst as id, array_agg(e.src order by e.src) as "versionIds"
     from node v
     cross join lateral (
       select e.src, e.dst from edge e
       join node n on n.id = e.dst and n.deleted_at is null and ($4::text[] is null or n.project = any($4))
       where e.src = v.id and e.kind = '${EdgeKind.SIGNATURE}' and e.valid_to is null and e.retired_at is null
         and ($2::uuid is null or e.dst < $2)
       order by e.dst desc limit $3
     ) e
     where v.parent_id = s.id and v.version is not null
     group by e.dst order by e.dst desc limit $3
   ) r`,
);

/**
 * What reads any version of each feature set, newest first, one more than the page holds; `seen`: only of these projects. However many readers there are, a
 * page costs the same. Indexes: node_version, edge_downstream.
 */
export function selectFeatureSetReaders(
  db: Queryable,
  featureSetIds: readonly string[],
  page: PageRequest,
  seen: readonly string[] | undefined,
): Promise<ReaderRow[]> {
  const [before] = page.after === undefined ? [null] : decodeCursor(page.after, ['uuid']);
  return db.query<ReaderRow>(READERS, [featureSetIds, before, page.first + 1, seen ?? null]);
}
