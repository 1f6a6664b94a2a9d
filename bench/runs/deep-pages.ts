import type { BenchRow } from '../bench.js';
import type { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { describeLatency, measureInTurns } from '../support/load/latency.js';
import { RUNS_QUERY } from './run-searches.js';

const DEEP = 1_000;
const BAR = 1.25;

/** What the last of a thousand pages of 100 runs costs beside the first, newest first and by a metric. */
export async function measureDeepPages(client: KeepAliveClient, turns: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [what, orderBy] of [
    ['newest first', []],
    ['by a metric', [{ by: 'METRIC', name: 'metric_5', direction: 'DESC' }]],
  ] as const) {
    const ask = async (after: string | null) => {
      const text = await client.post(Buffer.from(JSON.stringify({ query: RUNS_QUERY, variables: { orderBy, after } })));
      if (text.includes('"errors"')) throw new Error(`The service answered ${text.slice(0, 500)}`);
      return text;
    };
    let after: string | null = null;
    // The last page may not be full, so the one before it is taken.
    for (let page = 1; page < DEEP - 1; page++) after = /"endCursor":"([^"]+)"/.exec(await ask(after))?.[1] ?? after;
    const [deep, first] = await measureInTurns([() => ask(after), () => ask(null)], { turns });
    if (deep === undefined || first === undefined) throw new Error('nothing was measured');
    rows.push({
      work: `Runs, page ${DEEP - 1} beside page 1, ${what}`,
      ours: describeLatency(deep),
      floor: describeLatency(first),
      ratio: `${(deep.p50 / first.p50).toFixed(1)} ×`,
      bar: `≤ ${BAR} ×`,
      holds: deep.p50 / first.p50 <= BAR,
    });
  }
  return rows;
}
