import type { ParameterInput } from '../../../../runs/logging/parameter.js';
import type { RunMetricInput } from '../../../../runs/series/run-metric.js';
import { double, type Input, int, message, required, text } from '../../protocol/fields.js';
import { invalidValue } from '../../protocol/mlflow-error.js';
import { checkKey, cut } from '../../protocol/names.js';
import { instantOf } from '../../protocol/times.js';

const METRIC_FIELDS = {
  key: required(text),
  value: required(double),
  timestamp: required(int),
  step: int,
  model_id: text,
  dataset_name: text,
  dataset_digest: text,
};

/** A point of a metric as it comes. */
export const METRIC = message(METRIC_FIELDS);
export type MetricMessage = Input<typeof METRIC_FIELDS>;

export { METRIC_FIELDS };

/** MLflow's points have their time. */
export type LoggedPoint = RunMetricInput & { readonly time: string };

/** The point as it is kept. `path` ends where its fields begin: `metrics[0].`. */
export function pointOf(metric: MetricMessage, path: string, time = timeOf(metric, path)): LoggedPoint {
  const { key, value, step } = metric;
  checkKey('Metric name', `${path}name`, key);
  if (step !== undefined && !Number.isSafeInteger(step))
    throw invalidValue(
      `${path}step`,
      step,
      `metric '${key}' (value=${value}). Step must be a whole number below 2^53.`,
    );
  return { name: key, value, step: step ?? 0, time };
}

/** The points of a batch, most of which have one time. */
export function pointsOf(metrics: readonly MetricMessage[]): LoggedPoint[] {
  const times = new Map<number, string>();
  return metrics.map((metric, index) => {
    const path = `metrics[${index}].`;
    const known = times.get(metric.timestamp);
    if (known !== undefined) return pointOf(metric, path, known);
    const point = pointOf(metric, path);
    times.set(metric.timestamp, point.time);
    return point;
  });
}

function timeOf({ key, value, timestamp }: MetricMessage, path: string): string {
  return instantOf(
    `${path}timestamp`,
    timestamp,
    () =>
      `metric '${key}' (value=${Number.isInteger(value) ? value.toFixed(1) : value}). Timestamp must be a nonnegative long (64-bit integer) `,
  );
}

const LONGEST_PARAMETER = 6_000;

export function parameterOf(
  { key, value }: { readonly key: string; readonly value: string | undefined },
  path: string,
): ParameterInput {
  checkKey('Param key', path, key);
  return { name: key, value: cut(value ?? '', LONGEST_PARAMETER) };
}
