import { type Queryable, statement } from '../../platform/database/queryable.js';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const FACTS = statement(
  'run_facts',
  `select r.id, jsonb_build_object(
     'type', r.type, 'status', r.status, 'message', r.message, 'code', r.code, 'environment', r.environment,
     'startedAt', to_char(r.started_at at time zone 'UTC', ${INSTANT}),
     'endedAt', to_char(r.ended_at at time zone 'UTC', ${INSTANT}),
     'parameters', coalesce((select jsonb_object_agg(name, value) from run_parameter where run_id = r.id), '{}'),
     'metrics', coalesce((select jsonb_object_agg(name, value) from run_metric where run_id = r.id and not starts_with(name, 'system/')), '{}')
   ) as facts
   from run r where r.id = any($1)`,
);

/** What a frozen lineage keeps of runs; of each metric its last value, those of the machine left out. Indexes: primary keys. */
export async function loadRunFacts(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const rows = await db.query<{ id: string; facts: Record<string, unknown> }>(FACTS, [ids]);
  return new Map(rows.map((row) => [row.id, row.facts]));
}
