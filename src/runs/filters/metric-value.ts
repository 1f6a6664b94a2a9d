import { registerEnumType } from 'type-graphql';

/** Which of the values that a run keeps of a metric. */
export enum MetricValue {
  LAST = 'LAST',
  FIRST = 'FIRST',
  MIN = 'MIN',
  MAX = 'MAX',
  BEST = 'BEST',
}

registerEnumType(MetricValue, {
  name: 'MetricValue',
  description: 'Which of the values that a run keeps of a metric.',
  valuesConfig: {
    LAST: { description: 'That of the greatest step.' },
    FIRST: { description: 'That of the least step.' },
    MIN: { description: 'The least.' },
    MAX: { description: 'The greatest.' },
    BEST: { description: "MAX or MIN, as the metric's goal says; no run has one while the metric has no goal." },
  },
});

/** A value that a run has, once it is known which way BEST goes; null where no run has it. */
export type StoredMetricValue = Exclude<MetricValue, MetricValue.BEST> | null;

/** The expression of a value, in a row of `run_metric`. */
export function valueColumn(alias: string, of: StoredMetricValue): string {
  return of === null ? 'null::float8' : `${alias}.${COLUMNS[of]}`;
}

const COLUMNS = {
  [MetricValue.LAST]: 'value',
  [MetricValue.FIRST]: 'first_value',
  [MetricValue.MIN]: 'min_value',
  [MetricValue.MAX]: 'max_value',
} as const;
