import type { LoadGenerator } from './load/load-generator.js';
import type { LoadResult } from './load/load-job.js';
import { median } from './median.js';

/** Where to send what. */
export interface Target {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly bodies: readonly (readonly string[])[];
}

/** What a contender gave beside the floor, as medians over the rounds. */
export interface Comparison {
  readonly ours: LoadResult;
  readonly floor: LoadResult;
  /** Median of the rounds' ratios of throughput: the two turns of one round see the same noise of the machine. */
  readonly ratio: number;
}

/** Lets the floor and the contenders take turns, warmed up, and compares each contender with the floor. */
export async function compareInRounds(
  load: LoadGenerator,
  floor: Target,
  contenders: readonly Target[],
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<Comparison[]> {
  const targets = [floor, ...contenders];
  for (const target of targets) await probe(target);
  for (const target of targets) await load.run({ ...target, seconds: Math.max(seconds, 2) });
  const results: LoadResult[][] = targets.map(() => []);
  for (let round = 0; round < rounds; round++) {
    // Every other round runs backwards, so that nobody always follows the same neighbour.
    const order = targets.map((target, index) => ({ target, index }));
    if (round % 2 === 1) order.reverse();
    for (const { target, index } of order) results[index]?.push(await load.run({ ...target, seconds }));
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  const [floorResults = [], ...others] = results;
  return others.map((own) => compareResults(own, floorResults));
}

/** Compares what two have given in the same rounds. */
export function compareResults(ours: readonly LoadResult[], floor: readonly LoadResult[]): Comparison {
  return {
    ours: medianResult(ours),
    floor: medianResult(floor),
    ratio: median(ours.map((result, round) => result.perSecond / (floor[round]?.perSecond ?? Number.NaN))),
  };
}

/** Load only counts answers; this looks into one, so that nobody is measured at answering errors. */
export async function probe({ url, headers, bodies }: Target): Promise<void> {
  const body = bodies[0]?.[0] ?? '';
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await answer.text();
  if (answer.ok && !text.includes('"errors"') && !/\bnull\b/.test(text)) return;
  throw new Error(`${url} answered ${answer.status} to ${body.slice(0, 200)}: ${text.slice(0, 500)}`);
}

function medianResult(results: readonly LoadResult[]): LoadResult {
  return {
    perSecond: median(results.map((result) => result.perSecond)),
    p50: median(results.map((result) => result.p50)),
    p99: median(results.map((result) => result.p99)),
    answers: results.reduce((sum, { answers }) => sum + answers, 0),
    failures: 0,
  };
}
