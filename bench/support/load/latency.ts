import { median } from '../median.js';

/** How long one piece of work takes, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly fastest: number;
}

/** Does several pieces of work in turns, warmed up, one at a time; gives how long each took. */
export async function measureInTurns(
  work: readonly (() => Promise<unknown>)[],
  { turns, warmUp = 3 }: { readonly turns: number; readonly warmUp?: number },
): Promise<Latency[]> {
  const times: number[][] = work.map(() => []);
  for (let turn = -warmUp; turn < turns; turn++) {
    for (const [index, run] of work.entries()) {
      const begin = performance.now();
      await run();
      if (turn >= 0) times[index]?.push(performance.now() - begin);
    }
  }
  return times.map((own) => {
    const sorted = [...own].sort((a, b) => a - b);
    return {
      p50: median(sorted),
      p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN,
      fastest: sorted[0] ?? Number.NaN,
    };
  });
}

/** `12.3 ms · p95 15.0`. */
export function describeLatency({ p50, p95 }: Latency): string {
  return `${p50.toFixed(1)} ms · p95 ${p95.toFixed(1)}`;
}
