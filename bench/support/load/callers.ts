import type { LoadResult } from './load-job.js';

/** Makes these calls by so many callers, each the next one as soon as it has its answer. */
export async function makeCalls(calls: readonly (() => Promise<void>)[], callers: number): Promise<LoadResult> {
  const left = calls.toReversed();
  const latencies: number[] = [];
  const begin = performance.now();
  const caller = async () => {
    for (let call = left.pop(); call !== undefined; call = left.pop()) {
      const sent = performance.now();
      await call();
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const perSecond = (calls.length / (performance.now() - begin)) * 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { perSecond, p50: at(0.5), p99: at(0.99), answers: calls.length, failures: 0 };
}

/** Lets contenders take turns, each with calls of its own, made before the clock runs; the first round only warms up. Gives their results by contender. */
export async function takeTurns(
  contenders: readonly (() => readonly (() => Promise<void>)[])[],
  { rounds, callers }: { readonly rounds: number; readonly callers: number },
): Promise<LoadResult[][]> {
  const results: LoadResult[][] = contenders.map(() => []);
  for (let round = -1; round < rounds; round++) {
    // Every other round runs backwards, so that nobody always follows the same neighbour.
    const order = [...contenders.entries()];
    if (round % 2 !== 0) order.reverse();
    for (const [index, prepare] of order) {
      const result = await makeCalls(prepare(), callers);
      if (round >= 0) results[index]?.push(result);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return results;
}
