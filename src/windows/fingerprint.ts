import { z } from 'zod';
import type { JsonCell } from '../tables/parquet/duckdb/duckdb-task.js';
import type { Span } from './sql/window.sql.js';

/** What tells later which events of a file have changed: a sum of hashes per period. */
export interface Fingerprint {
  /** Who hashed; another version may do so otherwise. */
  readonly engine: string;
  readonly periodSeconds: number;
  /** By the begin of the period, in periods since 1970. */
  readonly sums: ReadonlyMap<number, string>;
}

/** So many fit into a parameter of a run. */
const MOST_PERIODS = 250;
const MODULUS = 1n << 64n;

const Shape = z.object({
  engine: z.string(),
  period: z.int().positive(),
  sums: z.record(z.string().regex(/^-?\d+$/), z.string()),
});

/** From the rows of the statement. */
export function fingerprintOf(
  rows: readonly (readonly JsonCell[])[],
  periodSeconds: number,
  engine: string,
): Fingerprint {
  const sums = rows.map(([begin, sum]): [number, string] => [
    Number(begin) / (periodSeconds * 1e6),
    (BigInt(sum as string) % MODULUS).toString(16),
  ]);
  return { engine, periodSeconds, sums: new Map(sums) };
}

/** The shortest period, in multiples of `everySeconds`, of which few enough cover a span. */
export function periodFor(everySeconds: number, microseconds: number): number {
  return everySeconds * Math.max(1, Math.ceil(microseconds / 1e6 / everySeconds / (MOST_PERIODS - 2)));
}

/** Of periods twice as long, as often as it takes. */
export function coarsened(fingerprint: Fingerprint): Fingerprint {
  if (fingerprint.sums.size <= MOST_PERIODS) return fingerprint;
  const sums = new Map<number, string>();
  for (const [period, sum] of fingerprint.sums) {
    const whole = Math.floor(period / 2);
    sums.set(whole, ((BigInt(`0x${sums.get(whole) ?? '0'}`) + BigInt(`0x${sum}`)) % MODULUS).toString(16));
  }
  return coarsened({ ...fingerprint, periodSeconds: fingerprint.periodSeconds * 2, sums });
}

/** The times at which events differ; from `after` on, before `until`. */
export function changedSpans(before: Fingerprint, after: Fingerprint): Span[] {
  const periods = new Set([...before.sums.keys(), ...after.sums.keys()]);
  const length = after.periodSeconds * 1e6;
  return [...periods]
    .filter((period) => before.sums.get(period) !== after.sums.get(period))
    .map((period) => ({ after: period * length, until: (period + 1) * length }));
}

/** As a line of JSON, which readFingerprint takes. */
export function writeFingerprint({ engine, periodSeconds, sums }: Fingerprint): string {
  return JSON.stringify({ engine, period: periodSeconds, sums: Object.fromEntries(sums) });
}

/** undefined for text that is none. */
export function readFingerprint(text: string): Fingerprint | undefined {
  try {
    const { engine, period, sums } = Shape.parse(JSON.parse(text));
    return {
      engine,
      periodSeconds: period,
      sums: new Map(Object.entries(sums).map(([begin, sum]) => [Number(begin), sum])),
    };
  } catch {
    return undefined;
  }
}
