import fc from 'fast-check';

export const COMPARE = {
  LT: (a: number, b: number) => a < b,
  LTE: (a: number, b: number) => a <= b,
  EQ: (a: number, b: number) => a === b,
  NE: (a: number, b: number) => a !== b,
  GTE: (a: number, b: number) => a >= b,
  GT: (a: number, b: number) => a > b,
} as const;

/** A point of a metric; of one run each has its own step. */
export interface KnownPoint {
  readonly name: string;
  readonly step: number;
  readonly value: number;
}

export interface AskedMetric {
  readonly name: string;
  readonly op: keyof typeof COMPARE;
  readonly of: keyof typeof VALUES;
  readonly value: number;
}

const numbers = (points: readonly KnownPoint[]) =>
  points.map(({ value }) => value).filter((value) => !Number.isNaN(value));
const least = (points: readonly KnownPoint[]) => (numbers(points).length === 0 ? null : Math.min(...numbers(points)));
const greatest = (points: readonly KnownPoint[]) =>
  numbers(points).length === 0 ? null : Math.max(...numbers(points));

/** Of points by their steps. The goal of "acc" is MAX. */
const VALUES = {
  FIRST: (points: readonly KnownPoint[]) => points[0]?.value ?? null,
  LAST: (points: readonly KnownPoint[]) => points.at(-1)?.value ?? null,
  MIN: least,
  MAX: greatest,
  BEST: greatest,
} as const;

export const metricConditions: fc.Arbitrary<AskedMetric[]> = fc.array(
  fc.record({
    name: fc.constantFrom('acc'),
    op: fc.constantFrom('LT', 'LTE', 'EQ', 'NE', 'GTE', 'GT'),
    of: fc.constantFrom('FIRST', 'LAST', 'MIN', 'MAX', 'BEST'),
    value: fc.constantFrom(-1, 0.25, 0.5, 2),
  }),
  { minLength: 1, maxLength: 2 },
);

/** Whether what a run has of a metric is what is asked of it. NaN fits nothing but NE. */
export function fitsMetric(points: readonly KnownPoint[], { name, op, of, value }: AskedMetric): boolean {
  const ofMetric = points.filter((point) => point.name === name).sort((a, b) => a.step - b.step);
  const has = VALUES[of](ofMetric);
  return has !== null && COMPARE[op](has, value);
}

/** The points of the run of this number before anything is changed: of some none, and of one NaN alone. */
export function pointsOf(run: number): KnownPoint[] {
  if (run === 1) return [];
  if (run === 4) return [{ name: 'acc', step: 3, value: Number.NaN }];
  return [0.5, run === 2 ? Number.NaN : 0.25, 0.5, 2]
    .slice(run % 2)
    .map((value, at) => ({ name: 'acc', step: 2 + at, value }));
}

/** What runs are given later: before the first step, behind the last, less than all and more, and a metric that none had. */
export const LATE_POINTS: readonly KnownPoint[] = [
  { name: 'acc', step: 1, value: -1 },
  { name: 'acc', step: 9, value: 0.25 },
  { name: 'acc', step: 8, value: 7 },
  { name: 'later', step: 0, value: 1 },
];

/** As the API takes them. */
export function pointInputs(points: readonly KnownPoint[]): object[] {
  return points.map(({ value, ...point }) => ({ ...point, value: Number.isNaN(value) ? 'NaN' : value }));
}
