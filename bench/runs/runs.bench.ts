import { join } from 'node:path';
import type { Client } from 'pg';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { measureInTurns } from '../support/load/latency.js';
import { median } from '../support/median.js';
import { measureDeepPages } from './deep-pages.js';
import { measureLongSeries } from './long-series.js';
import { fillRuns } from './run-fixture.sql.js';
import { NAMED_SEARCHES, RUNS_QUERY, type RunSearch, randomSearches } from './run-searches.js';
import { searchByHand } from './search-by-hand.sql.js';

const FILTERS = 200;
const SEED = 20_261_126;
/** Of each of them. */
const TURNS = 3;
/** And once more of those that come as near to the bar as this, for of so many some are always disturbed. */
const UNDECIDED = 2.8;
const TURNS_TO_DECIDE = 9;
/** So often each of a turn is asked at once: by hand, some of these searches take a tenth of a second, in which the service goes to sleep. */
const IN_A_ROW = 3;
/** So often each search is asked before anything is measured. */
const WARM_UP = 250;

export const runsBench: Bench = {
  name: 'runs',
  description:
    'the newest or best 100 of 100,000 runs of 20 metrics and 20 parameters, and a series of a million points, by GraphQL, against SQL by hand',
  run: (options) => withBenchService(join(options.dataDir, 'runs'), (service) => measure(service, options)),
};

async function measure(service: BenchService, { rounds }: BenchOptions): Promise<BenchRow[]> {
  await fillRuns(service.sql);
  const client = new KeepAliveClient(`${service.url}/graphql`, 1);
  try {
    await warmUp(service.sql, client);
    const rows: BenchRow[] = [];
    for (const search of NAMED_SEARCHES) rows.push(await measureNamed(service.sql, client, search, rounds));
    rows.push(...(await measureDeepPages(client, rounds * 3)));
    rows.push(...(await measureLongSeries(service.sql, client)));
    return [...rows, await measureRandom(service.sql, client)];
  } finally {
    client.close();
  }
}

/**
 * A service that has just been started compiles what it does for the first two thousand requests, of which the first take four times as long: those are not what
 * is measured. The floor, which this process asks for, is as fast after a few.
 */
async function warmUp(sql: Client, client: KeepAliveClient): Promise<void> {
  for (const search of NAMED_SEARCHES) await measureSearch(sql, client, search, 2);
  for (let turn = 0; turn < WARM_UP; turn++) {
    for (const search of NAMED_SEARCHES) await client.post(bodyOf(search));
  }
}

async function measureNamed(
  sql: Client,
  client: KeepAliveClient,
  search: (typeof NAMED_SEARCHES)[number],
  turns: number,
): Promise<BenchRow> {
  const { ours, floor, p95 } = await measureSearch(sql, client, search, turns);
  const mostMs = 'p95' in search ? search.p95 : undefined;
  return {
    work: `Runs, ${search.what}`,
    ours: `${ms(ours)} · p95 ${p95.toFixed(1)}`,
    floor: ms(floor),
    ratio: times(ours / floor),
    bar: mostMs === undefined ? '≤ 2 ×' : `≤ 2 ×, p95 < ${mostMs} ms`,
    holds: ours / floor <= 2 && (mostMs === undefined || p95 < mostMs),
  };
}

/** Each filter is asked a few times only, but more often than the five that PostgreSQL plans anew: plans that flip do so early. */
async function measureRandom(sql: Client, client: KeepAliveClient): Promise<BenchRow> {
  const found: { ours: number; floor: number; search: RunSearch }[] = [];
  for (const search of randomSearches(FILTERS, SEED)) {
    found.push({ ...(await measureSearch(sql, client, search, TURNS)), search });
    if (found.length % 20 === 0) process.stderr.write(`${found.length} of ${FILTERS} filters\n`);
  }
  const ratioOf = ({ ours, floor }: { ours: number; floor: number }) => ours / floor;
  const undecided = found.filter((each) => ratioOf(each) > UNDECIDED);
  process.stderr.write(`${undecided.length} of them once more\n`);
  for (const each of undecided) Object.assign(each, await measureSearch(sql, client, each.search, TURNS_TO_DECIDE));
  const sorted = [...found].sort((a, b) => ratioOf(b) - ratioOf(a));
  for (const each of sorted.slice(0, 5)) {
    process.stderr.write(
      `${times(ratioOf(each))}, ${ms(each.ours)} against ${ms(each.floor)}: ${JSON.stringify(each.search)}\n`,
    );
  }
  const [worst] = sorted;
  const middle = median(found.map(ratioOf));
  return {
    work: `Runs, ${FILTERS} random filters and orders (seed ${SEED})`,
    ours: `${ms(median(found.map(({ ours }) => ours)))}, longest ${ms(Math.max(...found.map(({ ours }) => ours)))}`,
    floor: `${ms(median(found.map(({ floor }) => floor)))}, longest ${ms(Math.max(...found.map(({ floor }) => floor)))}`,
    ratio: `${times(middle)}, worst ${worst === undefined ? '' : times(ratioOf(worst))}`,
    bar: '≤ 2 ×, worst ≤ 4 ×',
    holds: middle <= 2 && worst !== undefined && ratioOf(worst) <= 4,
  };
}

/** The floor is the faster of the ways to write it by hand, each planned for its values. */
async function measureSearch(sql: Client, client: KeepAliveClient, search: RunSearch, turns: number) {
  const body = bodyOf(search);
  const ask = async () => {
    const text = await client.post(body);
    if (text.includes('"errors"')) throw new Error(`The service answered ${text.slice(0, 500)}`);
  };
  const ways = searchByHand(search).map((way) => () => way(sql));
  const [ours, ...byHand] = await measureInTurns([ask, ...ways], { turns, warmUp: 1, inARow: IN_A_ROW });
  if (ours === undefined) throw new Error('nothing was measured');
  return { ours: ours.p50, p95: ours.p95, floor: Math.min(...byHand.map(({ p50 }) => p50)) };
}

function bodyOf({ filter, orderBy }: RunSearch): Buffer {
  return Buffer.from(JSON.stringify({ query: RUNS_QUERY, variables: { filter, orderBy } }));
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)} ×`;
}
