import type { BenchRow } from '../../bench.js';
import type { Comparison } from '../rounds.js';
import type { LoadResult } from './load-job.js';

/** The line of a comparison under load. It holds the bar when it reaches that share of the floor's throughput. */
export function loadRow(work: string, comparison: Comparison | undefined, bar: number | undefined): BenchRow {
  if (comparison === undefined) throw new Error(`${work} was not measured`);
  const { ours, floor, ratio } = comparison;
  return {
    work,
    ours: describe(ours),
    floor: describe(floor),
    ratio: ratio.toFixed(2),
    bar: bar === undefined ? '' : `≥ ${bar.toFixed(2)}`,
    holds: bar === undefined ? undefined : ratio >= bar,
  };
}

function describe({ perSecond, p50, p99 }: LoadResult): string {
  return `${Math.round(perSecond).toLocaleString('en')}/s · ${p50.toFixed(2)} ms · ${p99.toFixed(1)} ms`;
}
