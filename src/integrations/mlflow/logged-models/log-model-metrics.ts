import type { Caller } from '../../../graph/nodes/caller.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { uuidOfModelId } from '../protocol/ids.js';
import { doesNotExist } from '../protocol/mlflow-error.js';
import { instantOf } from '../protocol/times.js';
import type { KnownRun } from '../runs/find-run.js';
import type { MetricMessage } from '../runs/logging/logged-values.js';
import { insertModelMetrics } from './model-metric.sql.js';

/** Adds the points that are about a logged model to it, beside the run that they were logged to. */
export async function logModelMetrics(
  tx: Transaction,
  { project }: Caller,
  run: KnownRun,
  metrics: readonly MetricMessage[],
): Promise<void> {
  const points = metrics.flatMap(({ model_id: model, key, value, timestamp, step, dataset_name, dataset_digest }) => {
    if (!model) return [];
    const modelId = uuidOfModelId(model);
    if (modelId === undefined) throw noModel(model);
    const time = instantOf('timestamp', timestamp);
    return [
      { modelId, name: key, value, time, step: step ?? 0, dataset: dataset_name || '', digest: dataset_digest || '' },
    ];
  });
  if (points.length === 0) return;
  const missing = await insertModelMetrics(tx, project, run.id, points);
  if (missing !== undefined) throw doesNotExist(`Logged model with ID 'm-${missing.replaceAll('-', '')}' not found.`);
}

export function noModel(id: string): Error {
  return doesNotExist(`Logged model with ID '${id.slice(0, 100)}' not found.`);
}
