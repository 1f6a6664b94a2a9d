import type { FindingSql } from '../../../graph/finding/finding-sql.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';

/**
 * When rows were last written to a feature set version; null: never. What wrote before that was counted is known by the runs that did.
 * Indexes: primary keys, edge_upstream.
 */
export function writtenAt(version: string, { time: then }: Pick<FindingSql, 'time'>): string {
  const until = (time: string) => (then === undefined ? '' : ` and ${time} <= ${then}`);
  return `(select date_trunc('milliseconds', coalesce(
          (select w.ingest_time from row_source w where w.storage = f.storage${until('w.ingest_time')} order by w.ingest_time desc limit 1),
          (select max(e.valid_from) from edge e where e.dst = f.id and e.kind = 'OUTPUT' and e.retired_at is null${until('e.valid_from')})))
        from feature_set_version f where f.id = ${version}.id)`;
}

const WRITTEN = statement(
  'written_at',
  `select v.id, ${writtenAt('v', { time: undefined })} as at from unnest($1::uuid[]) as v (id)`,
);

/** When rows were last written to feature set versions, for those that have had any. */
export async function selectWrittenAt(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.query<{ id: string; at: Date | null }>(WRITTEN, [ids]);
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
}
