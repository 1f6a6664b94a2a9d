import { median } from '../median.js';

/** How long one piece of work takes, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly fastest: number;
}

interface Turns {
  readonly turns: number;
  /** Turns before anything is measured. */
  readonly warmUp?: number;
  /** How often each does its work when it is its turn. */
  readonly inARow?: number;
}

/**
 * Does several pieces of work in turns, warmed up, one at a time; gives how long each took. Where one of them takes long, the processes of the others have gone to sleep meanwhile, which
 * costs as much as a short piece of work: more of each `inARow` have all of them measured awake, and asleep, equally often.
 */
export async function measureInTurns(
  work: readonly (() => Promise<unknown>)[],
  { turns, warmUp = 3, inARow = 1 }: Turns,
): Promise<Latency[]> {
  const times: number[][] = work.map(() => []);
  for (let turn = -warmUp; turn < turns; turn++) {
    const order = [...work.entries()];
    // Every other turn runs backwards, so that nobody always follows the same neighbour.
    if (turn % 2 !== 0) order.reverse();
    for (const [index, run] of order) {
      for (let done = 0; done < inARow; done++) {
        const begin = performance.now();
        await run();
        if (turn >= 0) times[index]?.push(performance.now() - begin);
      }
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
