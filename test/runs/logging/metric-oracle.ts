/** A point as a test logs it, with its time. */
export interface TimedPoint {
  readonly name: string;
  readonly step: number;
  readonly time: string;
  readonly value: number;
}

export interface Summary {
  readonly name: string;
  readonly last: number;
  readonly first: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** As PostgreSQL orders doubles: NaN is the greatest, and the zeros are one. */
function compareValues(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : a < b ? -1 : 1;
}

function comparePoints(a: TimedPoint, b: TimedPoint): number {
  return a.step - b.step || Date.parse(a.time) - Date.parse(b.time) || compareValues(a.value, b.value);
}

/** What the metrics of some points come to, by name: all points sorted, and looked at one by one. */
export function summaries(points: readonly TimedPoint[]): Summary[] {
  const names = [...new Set(points.map(({ name }) => name))].sort();
  return names.map((name) => {
    const series = points.filter((point) => point.name === name).sort(comparePoints);
    const numbers = series.map(({ value }) => value).filter((value) => !Number.isNaN(value));
    return {
      name,
      last: series.at(-1)?.value ?? Number.NaN,
      first: series[0]?.value ?? Number.NaN,
      min: numbers.length === 0 ? null : Math.min(...numbers),
      max: numbers.length === 0 ? null : Math.max(...numbers),
    };
  });
}

/** As a call of GraphQL has it: JSON has no such numbers. */
export function written(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
