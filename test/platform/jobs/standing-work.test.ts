import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type StandingWork, StandingWorker } from '../../../src/platform/jobs/standing-work.js';
import { createLogger } from '../../../src/platform/telemetry/logger.js';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Work that says when it begins and ends. */
function work(name: string, log: string[]): StandingWork {
  return {
    name: 'test',
    async run(signal, db) {
      const [row] = await db.query<{ pid: number }>({ name: '', text: 'select pg_backend_pid() as pid' });
      log.push(`${name} begins`, String(row?.pid));
      if (!signal.aborted) await once(signal, 'abort');
      log.push(`${name} ends`);
    },
  };
}

it('is done by one process at a time, and goes on elsewhere when that one stops, or loses its connection', async () => {
  const log: string[] = [];
  const workers = ['a', 'b'].map((name) => {
    const worker = new StandingWorker({ connectionString: database.url }, createLogger('silent'));
    worker.start([work(name, log)]);
    return { name, worker };
  });
  await eventually(() => expect(log).toHaveLength(2));
  const first = log[0]?.[0];
  const other = first === 'a' ? 'b' : 'a';
  await runSql(database.url, `select pg_terminate_backend(${log[1]})`);
  await eventually(() => expect(log.filter((line) => line.endsWith('begins')).length).toBeGreaterThan(1));
  const last = log.filter((line) => line.endsWith('begins')).at(-1)?.[0];
  await workers.find(({ name }) => name === last)?.worker.stop();
  await eventually(() =>
    expect(log.filter((line) => line.endsWith('begins')).at(-1)?.[0]).toBe(last === 'a' ? 'b' : 'a'),
  );
  for (const { worker } of workers) await worker.stop();
  expect(log.filter((line) => line.endsWith('ends'))).toHaveLength(
    log.filter((line) => line.endsWith('begins')).length,
  );
  expect([first, other].sort()).toEqual(['a', 'b']);
});

it('begins anew where it breaks off', async () => {
  let count = 0;
  const worker = new StandingWorker({ connectionString: database.url }, createLogger('silent'));
  worker.start([
    {
      name: 'breaks',
      async run() {
        count++;
        throw new Error('broken');
      },
    },
  ]);
  await eventually(() => expect(count).toBeGreaterThan(2));
  await worker.stop();
});
