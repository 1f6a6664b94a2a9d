import pg from 'pg';
import type { Bench, BenchOptions, BenchRow } from '../bench.js';
import { publishFeatureSet } from '../lookup/feature-store.js';
import { type BenchService, withBenchService } from '../support/bench-service.js';
import { takeTurns } from '../support/load/callers.js';
import { KeepAliveClient } from '../support/load/keep-alive-client.js';
import { loadRow } from '../support/load/load-row.js';
import { compareResults } from '../support/rounds.js';
import { FEATURES, makeBatches } from './write-batches.js';
import { writeByHand, writeThroughService } from './write-targets.js';

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
  process.stderr.write('streaming writes ');
  const results = await takeTurns(
    targets.map((prepare) => () => makeBatches(seconds * CALLS_PER_SECOND, clock).map(prepare)),
    { rounds, callers: CALLERS },
  );
  await pool.end();
  client.close();
  const [floor = [], ours = []] = results;
  return [loadRow('Streaming writes, 100 rows a call, 8 callers (calls)', compareResults(ours, floor), 0.7)];
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
