import { join } from 'node:path';
import type { Client } from 'pg';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { describeLatency, measureInTurns } from '../support/load/latency.js';
import { fillLists, PARENTS, VERSIONS } from './list-fixture.sql.js';
import { fillHistory } from './list-history.sql.js';
import { LIST_SEARCHES, type ListSearch } from './list-searches.js';

const BAR = 2;
/** Requests before anything is measured: a service that has just been started is slower for the first two thousand. */
const WARM_UP = 2_000;
const DEEP = 100;

export const listsBench: Bench = {
  name: 'lists',
  description: `the first 100 of ${PARENTS} models and datasets or their ${PARENTS * VERSIONS} versions, in any order, by GraphQL, against SQL by hand`,
  run: (options) => withBenchService(join(options.dataDir, 'lists'), (service) => measure(service, options)),
};

async function measure(service: BenchService, { rounds }: BenchOptions): Promise<BenchRow[]> {
  await fillLists(service.sql);
  await fillHistory(service.sql);
  const client = new KeepAliveClient(`${service.url}/graphql`, 1);
  try {
    await warmUp(client);
    const rows: BenchRow[] = [];
    for (const search of LIST_SEARCHES) rows.push(await measureSearch(service.sql, client, search, rounds * 3));
    return [...rows, await measureDeepPage(client, rounds * 3), ...(await measureThen(service.sql, client, rounds))];
  } finally {
    client.close();
  }
}

async function warmUp(client: KeepAliveClient): Promise<void> {
  const all = LIST_SEARCHES.map((search) => asks(client, search));
  const [first] = all;
  for (let done = 0; done < WARM_UP; done++) await first?.();
  for (const ask of all) for (let done = 0; done < WARM_UP / 100; done++) await ask();
}

function asks(client: KeepAliveClient, { list, filter, order, also = '' }: Omit<ListSearch, 'what' | 'byHand'>) {
  const type = `${list[0]?.toUpperCase()}${list.slice(1, -1)}`;
  const query = `query ($filter: NodeFilter, $order: [${type}Order!], $after: String, $asOf: DateTime) {
    ${list}(filter: $filter, order: $order, first: 100, after: $after, asOf: $asOf) { nodes { id name label owner createdAt createdBy } ${also} pageInfo { hasNextPage endCursor } } }`;
  return async (after: string | null = null, asOf: string | null = null) => {
    const text = await client.post(Buffer.from(JSON.stringify({ query, variables: { filter, order, after, asOf } })));
    if (text.includes('"errors"')) throw new Error(`The service answered ${text.slice(0, 500)}`);
    return text;
  };
}

async function measureSearch(
  sql: Client,
  client: KeepAliveClient,
  search: ListSearch,
  turns: number,
): Promise<BenchRow> {
  const ask = asks(client, search);
  const [ours, floor] = await measureInTurns([() => ask(), () => sql.query(search.byHand)], { turns, warmUp: 1 });
  if (ours === undefined || floor === undefined) throw new Error('nothing was measured');
  const ratio = ours.p50 / floor.p50;
  return {
    work: `Lists, ${search.what}`,
    ours: describeLatency(ours),
    floor: describeLatency(floor),
    ratio: `${ratio.toFixed(1)} ×`,
    bar: `≤ ${BAR} ×`,
    holds: ratio <= BAR,
  };
}

/** What a page far behind costs beside the first, where all versions of a model, and thousands of models, are equal in the key. */
async function measureDeepPage(client: KeepAliveClient, turns: number): Promise<BenchRow> {
  const ask = asks(client, { list: 'modelVersions', order: [{ by: 'OWNER', direction: 'ASC' }] });
  let after: string | null = null;
  for (let page = 1; page < DEEP; page++) after = /"endCursor":"([^"]+)"/.exec(await ask(after))?.[1] ?? after;
  const [deep, first] = await measureInTurns([() => ask(after), () => ask()], { turns });
  if (deep === undefined || first === undefined) throw new Error('nothing was measured');
  return {
    work: `Lists, page ${DEEP} beside page 1, by owner`,
    ours: describeLatency(deep),
    floor: describeLatency(first),
    ratio: `${(deep.p50 / first.p50).toFixed(1)} ×`,
    bar: '≤ 1.25 ×',
    holds: deep.p50 / first.p50 <= 1.25,
  };
}

const THEN: readonly Omit<ListSearch, 'byHand'>[] = [
  { what: 'model versions, newest first', list: 'modelVersions' },
  { what: 'models, by name', list: 'models', order: [{ by: 'NAME', direction: 'ASC' }] },
  { what: 'model versions, by owner', list: 'modelVersions', order: [{ by: 'OWNER', direction: 'ASC' }] },
  {
    what: 'model versions of an owner, by a metric',
    list: 'modelVersions',
    filter: { owner: 'team-3' },
    order: [{ by: 'METRIC', name: 'auc' }],
  },
  {
    what: 'model versions, the newest of each model',
    list: 'modelVersions',
    filter: { modelVersion: { newest: true } },
  },
];

/** What lists as of the middle of the log cost beside the same now: one node in five was given other words since, one in fifty another name. */
async function measureThen(sql: Client, client: KeepAliveClient, turns: number): Promise<BenchRow[]> {
  const { rows } = await sql.query<{ then: Date }>(
    `select percentile_disc(0.5) within group (order by created_at) as then from node where kind = 'MODEL'`,
  );
  const then = rows[0]?.then.toISOString() ?? '';
  const measured: BenchRow[] = [];
  for (const { what, ...search } of THEN) {
    const ask = asks(client, search);
    const [past, now] = await measureInTurns([() => ask(null, then), () => ask()], { turns, warmUp: 1 });
    if (past === undefined || now === undefined) throw new Error('nothing was measured');
    measured.push({
      work: `Lists, ${what}, as of the middle of the log beside now`,
      ours: describeLatency(past),
      floor: describeLatency(now),
      ratio: `${(past.p50 / now.p50).toFixed(1)} ×`,
      bar: '',
      holds: undefined,
    });
  }
  return measured;
}
