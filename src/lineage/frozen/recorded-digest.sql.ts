import { type Queryable, statement } from '../../platform/database/queryable.js';

const RECORDED_DIGEST = statement(
  'recorded_lineage_digest',
  `select c.details -> 'things' -> $1::text -> 'after' ->> 'lineageDigest' as digest
   from change_node f
   join change_seal s on s.position = f.position
   join change c on c.seq = s.seq
   where f.node_id = $1::uuid and f.changed and c.details -> 'things' -> $1::text -> 'after' ? 'lineageDigest'
   order by f.position limit 1`,
);

/** The digest of a model version's frozen lineage as the log of changes has it, which is only added to. Index: change_node_changed. */
export async function findRecordedDigest(db: Queryable, modelVersionId: string): Promise<string | undefined> {
  return (await db.query<{ digest: string }>(RECORDED_DIGEST, [modelVersionId]))[0]?.digest;
}
