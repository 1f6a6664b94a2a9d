import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeEmptyDirectory } from '../../support/data-directory.js';
import { EmbeddedFixture, endServer, kill, query, serverOf } from './embedded-fixture.js';

describe('the embedded PostgreSQL', () => {
  const fixture = new EmbeddedFixture();
  let pattern: string;
  let password: string;

  beforeAll(async () => {
    pattern = await makeEmptyDirectory();
    const postgres = await fixture.start(pattern);
    ({ password } = new URL(postgres.url));
    await query(postgres.url, 'create table river as select 42 as length');
    await Promise.all([postgres.stop(), postgres.stop()]);
    await fixture.cleanUp();
  });
  afterEach(() => fixture.cleanUp());
  afterAll(() => rm(pattern, { recursive: true, force: true }));

  it('keeps its data and its password from one start to the next', async () => {
    const directory = await fixture.copyOf(pattern);
    const again = await fixture.start(directory);

    expect(await query(again.url, 'select length, current_user, current_database() from river')).toEqual([
      ...[42, 'headwater', 'headwater'],
    ]);
    expect(new URL(again.url).password).toBe(password);
    expect((await stat(join(directory, 'postgres.password'))).mode & 0o777).toBe(0o600);
  });

  it('runs on two directories at the same time, on private sockets that stop removes, and on no port', async () => {
    const [one, two] = await Promise.all([
      fixture.start(await fixture.copyOf(pattern)),
      fixture.start(await fixture.copyOf(pattern)),
    ]);
    const socketDir = decodeURIComponent(new URL(one.url).hostname);

    await query(one.url, 'create table here (id int)');

    expect(await query(two.url, `select to_regclass('here')`)).toEqual([null]);
    expect((await stat(socketDir)).mode & 0o777).toBe(0o700);
    expect(await query(one.url, 'show listen_addresses')).toEqual(['']);
    await one.stop();
    await expect(stat(socketDir)).rejects.toThrow('ENOENT');
  });

  it('refuses a second process on the same directory and leaves the first one alone', async () => {
    const directory = await fixture.copyOf(pattern);
    const { url, child: first } = await fixture.startInChild(directory);
    const server = await serverOf(directory);

    await expect(fixture.start(directory)).rejects.toThrow(
      `Headwater (process ${first.pid}) already runs on ${directory}; stop it, or set HEADWATER_DATA_DIR to another directory`,
    );

    expect(await serverOf(directory)).toBe(server);
    expect(await query(url, 'select 1')).toEqual([1]);
  });

  it('lets one of two processes that start at once on an empty directory win', async () => {
    const directory = await fixture.emptyDirectory();

    const outcomes = await Promise.allSettled([fixture.start(directory), fixture.start(directory)]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes.find((outcome) => outcome.status === 'fulfilled')?.value;
    expect(await query(winner?.url ?? '', 'select 1')).toEqual([1]);
  });

  it('takes over from a process that was killed, and from its server', async () => {
    const directory = await fixture.copyOf(pattern);
    const { url, child: killed } = await fixture.startInChild(directory);
    const orphan = await serverOf(directory);
    await kill(killed);

    const postgres = await fixture.start(directory);

    expect(postgres.logged).toContain(
      `Stopping the PostgreSQL (process ${orphan}) of a Headwater (process ${killed.pid}) that was killed`,
    );
    expect(await serverOf(directory)).not.toBe(orphan);
    expect(await query(postgres.url, 'select length from river')).toEqual([42]);
    await expect(stat(decodeURIComponent(new URL(url).hostname))).rejects.toThrow('ENOENT');
  });

  it('recovers when process and server were killed together, with a statement under way', async () => {
    const directory = await fixture.copyOf(pattern);
    const { url, child: killed } = await fixture.startInChild(directory);
    const busy = query(url, 'select count(*) from generate_series(1, 1000000000)').catch(() => 'lost');
    await sleep(200);
    await endServer(directory, 'SIGKILL');
    await kill(killed);

    const postgres = await fixture.start(directory);

    expect(await query(postgres.url, 'select length from river')).toEqual([42]);
    expect(await busy).toBe('lost');
  });

  it('takes its lock again when only the connection is lost, and starts its server again at the same URL when that is killed', async () => {
    const directory = await fixture.copyOf(pattern);
    const postgres = await fixture.start(directory);
    const [before] = await lockOn(postgres.url);
    await query(postgres.url, `select pg_terminate_backend(${before})`);

    const [after] = await eventually(() => lockOn(postgres.url));

    expect(after).not.toBe(before);
    expect(postgres.crashes()).toBe(0);

    const killed = await serverOf(directory);
    await endServer(directory, 'SIGKILL');

    const [, holder] = await eventually(() => lockOn(postgres.url));

    expect(await serverOf(directory)).not.toBe(killed);
    expect(holder).toBe(`headwater (process ${process.pid})`);
    expect(postgres.crashes()).toBe(1);
  });

  it('removes a pid file whose pid another program has got, without harming that', async () => {
    const directory = await fixture.copyOf(pattern);
    const stranger = fixture.spawn('sleep', ['60']);
    await writeFile(join(directory, 'postgres', 'postmaster.pid'), `${stranger.pid}\n${directory}/postgres\n1\n5432\n`);

    const postgres = await fixture.start(directory);

    expect(await query(postgres.url, 'select 1')).toEqual([1]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('starts over after a kill in the middle of its first start', async () => {
    const directory = await fixture.emptyDirectory();
    const { child: killed } = await fixture.startInChild(directory, { isAwaited: false });
    const draft = await eventually(async () => {
      const name = (await readdir(directory)).find((entry) => entry.startsWith('initdb-')) ?? 'none yet';
      await readFile(join(directory, name, 'cluster', 'PG_VERSION'));
      return name;
    });
    await kill(killed);

    const postgres = await fixture.start(directory);

    expect(await query(postgres.url, 'select 1')).toEqual([1]);
    expect(await readdir(directory)).not.toContain(draft);
  });

  it('sets a new password when the file with the old one is gone', async () => {
    const directory = await fixture.copyOf(pattern);
    const first = await fixture.start(directory);
    await first.stop();
    await rm(join(directory, 'postgres.password'));

    const second = await fixture.start(directory);

    expect(await query(second.url, 'select length from river')).toEqual([42]);
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
  });

  it('says what to do when the directory cannot hold a database', async () => {
    const file = join(await fixture.emptyDirectory(), 'file');
    await writeFile(file, '');

    await expect(fixture.start(join(file, 'data'))).rejects.toThrow(
      /ENOTDIR.*set HEADWATER_DATA_DIR.*or DATABASE_URL/s,
    );
  });

  it('says why the server gave up', async () => {
    const directory = await fixture.copyOf(pattern);
    await chmod(join(directory, 'postgres'), 0o777);

    await expect(fixture.start(directory)).rejects.toThrow(
      /data directory ".*" has invalid permissions.*See .*postgres\.log/s,
    );
  });
});

/** The session that holds the lock: its pid and name. */
async function lockOn(url: string): Promise<unknown[]> {
  const sessions = 'select pid, application_name from pg_locks join pg_stat_activity using (pid)';
  const found = await query(url, `${sessions} where locktype = 'advisory'`);
  if (found.length === 0) throw new Error('Nobody holds the lock');
  return found;
}

/** Repeats what fails until it succeeds, for 15 seconds. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 15_000; ; await sleep(50)) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
