import { join } from 'node:path';
import type { Client } from 'pg';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { describeLatency, type Latency, measureInTurns } from '../support/load/latency.js';
import { COLUMN_CASES, TOLD_DEEP, TOLD_HUB, TOLD_WIDE } from './column-cases.js';
import { CLOSURE, COLUMN_CLOSURE, drawLayers, type LayeredGraph, toldColumns } from './graph-fixture.sql.js';
import { DEEP, type Floor, HUB, type LineageCase, RANDOM, WALK_CASES, WIDE } from './lineage-cases.js';
import { questionCases, SERVED } from './question-cases.js';
import { serveGraph } from './served-graph.js';

export const lineageBench: Bench = {
  name: 'lineage',
  description: 'lineage by GraphQL on four graphs, one of 500,000 nodes and 2 M edges, against a bare recursive CTE',
  run: (options) => withBenchService(join(options.dataDir, 'graph'), (service) => measure(service, options)),
};

async function measure({ sql, url }: BenchService, { rounds }: BenchOptions): Promise<BenchRow[]> {
  for (const graph of [RANDOM, HUB, DEEP, WIDE, TOLD_HUB, TOLD_DEEP, TOLD_WIDE]) await drawLayers(sql, graph);
  for (const hub of [HUB, TOLD_HUB]) await connectHub(sql, hub);
  const cases = [...WALK_CASES, ...COLUMN_CASES];
  for (const served of SERVED) cases.push(...questionCases(served, await serveGraph(sql, url, served)));
  await sql.query('analyze edge');
  const client = new KeepAliveClient(`${url}/graphql`, 1);
  try {
    const rows: BenchRow[] = [];
    for (const each of cases) rows.push(await measureCase(sql, client, each, rounds * 4));
    return rows;
  } finally {
    client.close();
  }
}

/** The first node of the hub's first layer leads to all of its second. */
async function connectHub(sql: Client, hub: LayeredGraph): Promise<void> {
  await sql.query(
    `insert into edge (src, dst, kind, attributes)
     select h.id, m.id, 'DERIVED_FROM', $2::jsonb from node h join node m on m.name = $1 || '_2' and m.kind = 'DATASET_VERSION'
     where h.label = $1 || '_1@1' and h.kind = 'DATASET_VERSION' on conflict do nothing`,
    [hub.name, toldColumns(hub)],
  );
}

async function measureCase(sql: Client, client: KeepAliveClient, each: LineageCase, turns: number): Promise<BenchRow> {
  process.stderr.write(`${each.work}\n`);
  const floors = await Promise.all(each.floors.map((floor) => floorQuery(sql, floor)));
  const body = Buffer.from(JSON.stringify({ query: each.query, variables: each.variables }));
  const [bare, ours] = await measureInTurns(
    [
      async () => {
        for (const floor of floors) await sql.query(floor);
      },
      async () => {
        const text = await client.post(body);
        if (text.includes('"errors"')) throw new Error(`The service answered ${text.slice(0, 500)}`);
      },
    ],
    { turns },
  );
  if (bare === undefined || ours === undefined) throw new Error('nothing was measured');
  return rowOf(each, ours, bare);
}

async function floorQuery(sql: Client, { root, direction, depth, column }: Floor) {
  const { rows } = await sql.query<{ id: string }>(`select id from node where label = $1 and version is not null`, [
    root,
  ]);
  if (column !== undefined)
    return {
      name: `columns ${direction}`,
      text: COLUMN_CLOSURE[direction],
      values: [rows[0]?.id, depth, column],
    };
  return { name: direction, text: CLOSURE[direction], values: [rows[0]?.id, depth] };
}

function rowOf({ work, most }: LineageCase, ours: Latency, floor: Latency): BenchRow {
  const ratio = ours.p50 / floor.p50;
  const bars = [
    ...(most?.ratio === undefined ? [] : [{ text: `≤ ${most.ratio} ×`, holds: ratio <= most.ratio }]),
    ...(most?.p95 === undefined ? [] : [{ text: `p95 < ${most.p95} ms`, holds: ours.p95 < most.p95 }]),
  ];
  return {
    work,
    ours: describeLatency(ours),
    floor: describeLatency(floor),
    ratio: `${ratio.toFixed(1)} ×`,
    bar: bars.map(({ text }) => text).join(', '),
    holds: bars.length === 0 ? undefined : bars.every(({ holds }) => holds),
  };
}
