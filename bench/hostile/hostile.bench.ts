import { startEmbeddedPostgres } from '@headwater/embedded-postgres';
import pg from 'pg';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { fillFeatureSet } from '../lookup/feature-store.js';
import { type BenchService, migrateDatabase } from '../support/bench-service.js';
import { type ChildService, MAIN, startHeadwater } from '../support/child-service.js';
import { graphql } from '../support/graphql.js';
import { connectionCases } from './connection-cases.js';
import { graphqlCases } from './graphql-cases.js';
import type { HostileCase, HostileTargets } from './hostile-case.js';
import { jsonCases } from './json-cases.js';
import { ProcessWatch } from './process-watch.js';
import { tableCases } from './table-cases.js';

const STALL_BAR_MS = 100;
const MEGABYTES_BAR = 600;
/** Then the service is ended. */
const MEGABYTES_END = 2_000;
/** Slow clients are ended sooner than by default, so that the bench ends too. */
const SETTINGS = { RATE_WINDOW_MS: '3000', HEADERS_TIMEOUT_MS: '3000' };

export const hostileBench: Bench = {
  name: 'hostile',
  description: 'what strangers may send, one thing at a time: the longest stall of the event loop, and the memory',
  onlyIfNamed: true,
  run: measure,
};

async function measure({ dataDir }: BenchOptions): Promise<BenchRow[]> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: (message) => process.stderr.write(`${message}\n`) });
  let service: ChildService | undefined;
  try {
    migrateDatabase(postgres.url);
    const rows: BenchRow[] = [];
    service = await startHeadwater(postgres.url, MAIN, SETTINGS);
    const targets = await prepare(postgres.url, service);
    for (const hostile of await allCases(targets)) {
      process.stderr.write(`${hostile.work}\n`);
      rows.push(await measureCase(service, hostile));
      if (!(await isAlive(service.url))) service = await startHeadwater(postgres.url, MAIN, SETTINGS);
    }
    return rows;
  } finally {
    await service?.stop();
    await postgres.stop();
  }
}

async function allCases(targets: HostileTargets): Promise<HostileCase[]> {
  return [...jsonCases(targets), ...graphqlCases(targets), ...connectionCases(targets), ...(await tableCases(targets))];
}

async function measureCase({ url, pid }: ChildService, { work, send }: HostileCase): Promise<BenchRow> {
  const watch = new ProcessWatch(pid, MEGABYTES_END);
  await longestStall(url);
  const answer = await send(url).catch((error: Error) => `no answer (${error.message})`);
  const stall = await longestStall(url);
  watch.stop();
  const megabytes = Math.round(watch.peakMegabytes);
  return {
    work,
    ours: `${answer} · ${stall === undefined ? 'ended' : `${Math.round(stall)} ms`} · ${megabytes} MB`,
    floor: '',
    ratio: '',
    bar: `≤ ${STALL_BAR_MS} ms, < ${MEGABYTES_BAR} MB`,
    holds: stall !== undefined && stall <= STALL_BAR_MS && megabytes < MEGABYTES_BAR,
  };
}

/** Since it was last asked, in milliseconds; undefined where the service doesn't say. */
async function longestStall(url: string): Promise<number | undefined> {
  try {
    const metrics = await (await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(60_000) })).text();
    return Number(/^nodejs_eventloop_lag_max_seconds\{role="lookups"\} (\S+)/m.exec(metrics)?.[1]) * 1000;
  } catch {
    return undefined;
  }
}

async function isAlive(url: string): Promise<boolean> {
  return (await longestStall(url)) !== undefined;
}

async function prepare(databaseUrl: string, { url, pid }: ChildService): Promise<HostileTargets> {
  const sql = new pg.Client({ connectionString: databaseUrl });
  await sql.connect();
  try {
    const service: BenchService = { url, pid, databaseUrl, sql };
    const wide = await fillFeatureSet(service, 'hostile_wide', 200, 10_000);
    await graphql(url, 'mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { entity { id } } }', {
      input: { name: 'hostile_note', joinKeys: [{ name: 'note_id', type: 'STRING' }] },
    });
    await graphql(url, 'mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }', {
      input: { name: 'hostile_text', entity: 'hostile_note', features: [{ name: 'note', type: 'STRING' }] },
    });
    return { wide: wide.name, text: 'hostile_text' };
  } finally {
    await sql.end();
  }
}
