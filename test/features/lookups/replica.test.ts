import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@headwater/embedded-postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../../support/data-directory.js';
import { eventually } from '../../support/eventually.js';
import { signalServer } from '../../support/postgres/own-postgres.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const SETTINGS = {
  fsync: 'off',
  shared_buffers: '16MB',
  min_dynamic_shared_memory: '0',
  wal_level: 'replica',
  max_wal_senders: '4',
};
const STALENESS_MS = 1_000;

let directory: string;
let primary: EmbeddedPostgres;
let replica: EmbeddedPostgres;
let app: AppUnderTest;

/** A primary, and a streaming replica of it that began as a copy of its files. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headwater-replica-'));
  await chmod(directory, 0o711);
  const start = (name: string, more: Record<string, string> = {}) =>
    startEmbeddedPostgres({
      dataDir: join(directory, name),
      settings: { ...SETTINGS, ...more },
      log: () => undefined,
    });
  execFileSync('mv', [await makeDataDirectory(), join(directory, 'primary')]);
  // From here on it writes what a replica reads.
  const first = await start('primary');
  await first.stop();
  execFileSync('cp', ['-a', join(directory, 'primary'), join(directory, 'replica')]);
  await writeFile(join(directory, 'replica/postgres/standby.signal'), '');
  execFileSync('chown', [
    '--reference',
    join(directory, 'primary/postgres'),
    join(directory, 'replica/postgres/standby.signal'),
  ]);
  primary = await start('primary');
  const { username, password, searchParams, hostname, port } = new URL(primary.url);
  const host = decodeURIComponent(searchParams.get('host') ?? hostname);
  const from = `user=${username} password=${decodeURIComponent(password)} host=${host} port=${port || searchParams.get('port') || 5432}`;
  replica = await start('replica', { primary_conninfo: from });
  app = await startAppUnderTest({ databaseUrl: primary.url, config: {} });
  await app.database.migrate();
  await app.close();
  app = await startAppUnderTest({
    databaseUrl: primary.url,
    config: { READ_DATABASE_URL: replica.url, READ_MAX_STALENESS_MS: STALENESS_MS },
  });
}, 60_000);

afterAll(async () => {
  await app?.close();
  await replica?.stop();
  await primary?.stop();
  await rm(directory, { recursive: true, force: true });
});

interface Read {
  readonly value: unknown;
  /** Milliseconds between the reading time and the freshness. */
  readonly lag: number;
}

async function read(set: string, airport = 'SEA'): Promise<Read> {
  const answer = await app.http.inject({
    method: 'POST',
    url: '/v1/features',
    payload: { features: [`${set}:n`], entities: [{ airport }] },
  });
  const { values, readAt, freshAt } = answer.json();
  return { value: values?.[0]?.[0], lag: Date.parse(readAt) - Date.parse(freshAt) };
}

/** Lookups that the replica has answered so far. */
async function replicaReads(set: string): Promise<number> {
  const [{ storage }] = (await app.database.dataSource.query(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [set],
  )) as [{ storage: number }];
  const [row] = (await runSql(
    replica.url,
    `select coalesce(sum(idx_scan), 0)::int as scans from pg_stat_user_indexes where relname = 'feature_online_${storage}'`,
  )) as { scans: number }[];
  return row?.scans ?? 0;
}

/** Asking is not enough: what comes before the replica has seen it is still replayed. */
async function pauseReplay(): Promise<void> {
  await runSql(replica.url, 'select pg_wal_replay_pause()');
  await eventually(async () =>
    expect(await runSql(replica.url, 'select pg_get_wal_replay_pause_state() as state')).toEqual([{ state: 'paused' }]),
  );
}

describe('lookups with a replica', () => {
  it('read from it while it is fresh, and say how fresh', async () => {
    const set = await seedFeatureSet(app, { name: 'fresh', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' }]);

    await eventually(async () => expect((await read(set)).value).toBe(1));
    await eventually(async () => {
      const { lag } = await read(set);
      expect(lag).toBeGreaterThan(0);
      expect(lag).toBeLessThan(STALENESS_MS + 500);
      expect(await replicaReads(set)).toBeGreaterThan(0);
    });
  });

  it('read from the primary while it lags by more than the bound, and from it again when it has caught up', async () => {
    const set = await seedFeatureSet(app, { name: 'lagging', features: [{ name: 'n', type: 'INT64' }] });
    await eventually(async () => expect((await read(set)).lag).toBeGreaterThan(0));
    await pauseReplay();
    await writeRows(app, set, [{ airport: 'SEA', n: 2, event_time: '2026-01-01T00:00:00Z' }]);

    await eventually(async () => expect(await read(set)).toMatchObject({ value: 2 }), 60_000);
    expect((await read(set)).lag).toBeLessThan(STALENESS_MS);
    const before = await replicaReads(set);
    await runSql(replica.url, 'select pg_wal_replay_resume()');

    await eventually(async () => {
      expect((await read(set)).value).toBe(2);
      expect(await replicaReads(set)).toBeGreaterThan(before);
    }, 60_000);
  });

  it('read definitions that the replica does not have yet from the primary', async () => {
    await pauseReplay();
    const set = await seedFeatureSet(app, { name: 'younger', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'SEA', n: 3, event_time: '2026-01-01T00:00:00Z' }]);

    const { value } = await read(set);
    await runSql(replica.url, 'select pg_wal_replay_resume()');

    expect(value).toBe(3);
  });

  it('refuse a READ_DATABASE_URL that is no replica', async () => {
    await expect(
      startAppUnderTest({ databaseUrl: primary.url, config: { READ_DATABASE_URL: primary.url } }),
    ).rejects.toThrow('names the primary itself');
  });

  it('go on when it is stopped and answers nothing, long before their time limit', async () => {
    const set = await seedFeatureSet(app, { name: 'stuck', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'SEA', n: 5, event_time: '2026-01-01T00:00:00Z' }]);
    await eventually(async () => expect((await read(set)).lag).toBeGreaterThan(0), 10_000);
    await signalServer(join(directory, 'replica'), 'SIGSTOP');
    const begin = performance.now();

    const reads = await Promise.all(Array.from({ length: 20 }, () => read(set)));

    await signalServer(join(directory, 'replica'), 'SIGCONT');
    expect(reads.map(({ value }) => value)).toEqual(Array(20).fill(5));
    expect(performance.now() - begin).toBeLessThan(20_000);
    await eventually(async () => expect((await read(set)).lag).toBeGreaterThan(0), 10_000);
  });

  it('go on when it dies', async () => {
    const set = await seedFeatureSet(app, { name: 'orphaned', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, set, [{ airport: 'SEA', n: 4, event_time: '2026-01-01T00:00:00Z' }]);

    await replica.stop();

    for (let round = 0; round < 20; round++) expect((await read(set)).value).toBe(4);
  });
});
