import { type Queryable, statement } from '../../platform/database/queryable.js';

const FACTS = statement(
  'model_version_facts',
  `select v.id, jsonb_build_object(
     'artifact', jsonb_build_object(
       'uri', v.artifact_uri, 'digest', v.artifact_digest, 'format', v.artifact_format, 'bytes', v.artifact_bytes
     ),
     'metrics', v.metrics,
     'signature', coalesce(
       (select jsonb_agg((s.label || ':' || (f.feature ->> 'name') || coalesce('~' || (f.feature ->> 'role'), '')) order by (f.feature ->> 'position')::int)
        from edge e
        join node s on s.id = e.src
        cross join lateral jsonb_array_elements(e.attributes -> 'features') as f (feature)
        where e.dst = v.id and e.kind = 'SIGNATURE' and e.valid_to is null and e.retired_at is null),
       '[]'
     )
   ) || case when v.request_inputs = '[]' then '{}' else jsonb_build_object('requestInputs', v.request_inputs) end as facts
   from model_version v where v.id = any($1)`,
);

/** What a frozen lineage keeps of model versions. Indexes: primary keys, edge_upstream. */
export async function loadModelVersionFacts(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const rows = await db.query<{ id: string; facts: Record<string, unknown> }>(FACTS, [ids]);
  return new Map(rows.map((row) => [row.id, row.facts]));
}
