import pg from 'pg';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { publishFeatureSet } from '../lookup/feature-store.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { KeepAliveClient } from '../support/keep-alive-client.js';
import type { LoadResult } from '../support/load-job.js';
import { loadRow } from '../support/load-row.js';
import { compareResults } from '../support/rounds.js';
import { FEATURES, makeBatches } from './write-batches.js';
import { type PrepareWrite, writeByHand, writeThroughService } from './write-targets.js';

const CALLERS = 8;
/** Calls of one turn, for each second that a turn is to take. */
const CALLS_PER_SECOND = 150;
const FEATURE_SET = 'bench_stream';

export const writesBench: Bench = {
  name: 'writes',
  description: 'streaming writes, 100 rows of 10 features a call, 8 callers, against insert and upsert by pg',
  run: (options) => withBenchService(options.dataDir, (service) => measure(service, options)),
};

async function measure(service: BenchService, { rounds, seconds }: BenchOptions): Promise<BenchRow[]> {
  const storage = await publishFeatureSet(service, FEATURE_SET, FEATURES);
  await emptyTables(service, storage);
  const pool = new pg.Pool({ connectionString: service.databaseUrl, max: CALLERS });
  const client = new KeepAliveClient(`${service.url}/graphql`, CALLERS);
  const targets = [
    writeByHand(pool, 'bench_floor_online', 'bench_floor_history'),
    writeThroughService(client, FEATURE_SET),
  ];
  const clock = { millis: Date.UTC(2026, 10, 24) };
  const results: LoadResult[][] = targets.map(() => []);
  process.stderr.write('streaming writes ');
  for (let round = -1; round < rounds; round++) {
    for (const [index, prepare] of targets.entries()) {
      const result = await writeAll(prepare, seconds * CALLS_PER_SECOND, clock);
      // The first round warms up.
      if (round >= 0) results[index]?.push(result);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  await pool.end();
  client.close();
  const [floor = [], ours = []] = results;
  return [loadRow('Streaming writes, 100 rows a call, 8 callers (calls)', compareResults(ours, floor), 0.6)];
}

/** Tables that are alike for both, and as large. */
async function emptyTables({ sql }: BenchService, storage: number): Promise<void> {
  await sql.query(`
    truncate feature_online_${storage}, feature_history_${storage};
    drop table if exists bench_floor_online, bench_floor_history;
    create table bench_floor_online (like feature_online_${storage} including all) with (fillfactor = 80);
    create table bench_floor_history (like feature_history_${storage} including all);
  `);
}

async function writeAll(prepare: PrepareWrite, calls: number, clock: { millis: number }): Promise<LoadResult> {
  const writes = makeBatches(calls, clock).map(prepare);
  const latencies: number[] = [];
  const begin = performance.now();
  const caller = async () => {
    for (let write = writes.pop(); write !== undefined; write = writes.pop()) {
      const sent = performance.now();
      await write();
      latencies.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const perSecond = (calls / (performance.now() - begin)) * 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { perSecond, p50: at(0.5), p99: at(0.99), answers: calls, failures: 0 };
}
