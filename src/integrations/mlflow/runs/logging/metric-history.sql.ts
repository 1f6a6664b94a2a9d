import { type Queryable, statement } from '../../../../platform/database/queryable.js';

/** A point as MLflow has it. */
export interface HistoryRow {
  readonly value: number;
  readonly step: number;
  /** Milliseconds. */
  readonly timestamp: number;
}

const HISTORY = statement(
  'mlflow_metric_history',
  `select value, step::float8 as step, floor(extract(epoch from time) * 1000)::float8 as timestamp
   from run_metric_point where run_id = $1 and name = $2
   order by run_metric_point.step, time, value limit $3 offset $4`,
);

/** Points of a metric of a run, by step, time and value. Index: primary key. */
export function selectHistory(
  db: Queryable,
  runId: string,
  metric: string,
  page: { readonly first: number; readonly offset: number },
  signal: AbortSignal,
): Promise<HistoryRow[]> {
  return db.query<HistoryRow>(HISTORY, [runId, metric, page.first, page.offset], signal);
}
