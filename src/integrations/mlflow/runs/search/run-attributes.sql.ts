import { KEPT } from '../../protocol/kept-words.js';

const MILLISECONDS = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`;

/** What MLflow calls the status of `run r`. */
export const STATUS_TEXT = `case r.status when 'SUCCEEDED' then 'FINISHED' when 'CANCELLED' then 'KILLED' when 'PENDING' then 'SCHEDULED'
       when 'LOST' then 'RUNNING' else r.status end`;

const RUN_ID = `replace(n.id::text, '-', '')`;

/** 32 digits after another are the number of a uuid, which PostgreSQL can't write as one; they are compared as the digits that they are. */
const EXPERIMENT = `coalesce(e.tags ->> '${KEPT}artifactLocation', 'mlflow-artifacts:/' || case when e.name = 'Default' then '0' else e.id::text end)`;

/** The attributes of a run, of `node n`, `run r` and its experiment `node e`. */
export const ATTRIBUTES: Readonly<Record<string, string>> = {
  run_id: RUN_ID,
  run_name: 'n.name',
  user_id: `coalesce(n.tags ->> '${KEPT}userId', '')`,
  status: STATUS_TEXT,
  artifact_uri: `${EXPERIMENT} || '/' || ${RUN_ID} || '/artifacts'`,
  start_time: MILLISECONDS('r.started_at'),
  end_time: MILLISECONDS('r.ended_at'),
  experiment_id: 'n.parent_id',
};
