import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { seedRequests } from './every-request.js';

const REGISTER =
  'mutation ($digest: String!) { registerDatasetVersion(input: { dataset: "flights", digest: $digest, location: "s3://a", columns: [] }) { created } }';
const WRITE =
  'mutation { writeFeatures(input: { featureSet: "traffic", rows: [{ airport: "DEN", n: 2, event_time: "2026-01-01T00:00:00Z" }] }) { written } }';
const COUNT = '{ datasets { nodes { id } } }';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedRequests(app);
  await runSql(
    app.databaseUrl,
    `create function fail() returns trigger language plpgsql as $$
     begin
       if tg_argv[0] = 'die' then perform pg_terminate_backend(pg_backend_pid()), pg_sleep(5); end if;
       raise exception 'made to fail' using errcode = tg_argv[0];
     end $$;`,
  );
});

afterAll(() => app.close());

/** Makes every insert of a node or of a feature row fail, while `work` is done. */
async function whileFailing<T>(sqlstate: string, timing: string, work: () => Promise<T>): Promise<T> {
  for (const table of ['node', 'feature_online_1'])
    await runSql(
      app.databaseUrl,
      `create constraint trigger fail after insert on ${table} ${timing} for each row execute function fail('${sqlstate}')`,
    );
  try {
    return await work();
  } finally {
    for (const table of ['node', 'feature_online_1']) await runSql(app.databaseUrl, `drop trigger fail on ${table}`);
  }
}

describe('an error of PostgreSQL in the middle of a change', () => {
  it.each([
    ['disk full', '53100', 'UNAVAILABLE'],
    ['out of memory', '53200', 'UNAVAILABLE'],
    ['too many connections', '53300', 'UNAVAILABLE'],
    ['an input or output error', '58030', 'UNAVAILABLE'],
    ['read-only', '25006', 'UNAVAILABLE'],
    ['idle in a transaction for too long', '25P03', 'UNAVAILABLE'],
    ['shut down by its operator', '57P01', 'UNAVAILABLE'],
    ['crashed', '57P02', 'UNAVAILABLE'],
    ['starting', '57P03', 'UNAVAILABLE'],
    ['a connection that failed', '08006', 'UNAVAILABLE'],
    ['a password that is refused', '28P01', 'UNAVAILABLE'],
    ['a lock that is not had in time', '55P03', 'UNAVAILABLE'],
    ['a serialization failure', '40001', 'CONFLICT'],
    ['a deadlock', '40P01', 'CONFLICT'],
    ['cancelled', '57014', 'TIMEOUT'],
    ['a transaction that is too long', '25P04', 'TIMEOUT'],
    ['a row that is too large', '54000', 'TOO_COMPLEX'],
    ['a zero character', '22021', 'BAD_USER_INPUT'],
    ['our own mistake', '42703', 'INTERNAL'],
    ['broken files', 'XX001', 'INTERNAL'],
    ['a backend that is killed', 'die', 'UNAVAILABLE'],
  ])('%s (%s) is answered %s, in a statement and at COMMIT, and leaves nothing behind', async (_, sqlstate, code) => {
    const before = await app.graphql(COUNT);
    for (const timing of ['', 'deferrable initially deferred'])
      await whileFailing(sqlstate, timing, async () => {
        const registered = await app.graphqlError(REGISTER, { digest: `${sqlstate}${timing}` });
        const written = await app.graphqlError(WRITE);
        expect([registered.extensions.code, written.extensions.code]).toEqual([code, code]);
        if (sqlstate === 'die' && timing !== '') expect(registered.message).toMatch(/not known whether/);
      });

    expect(await app.graphql(COUNT)).toEqual(before);
    expect(
      await app.graphql('{ onlineFeatures(features: ["traffic:n"], entities: [{ airport: "DEN" }]) { statuses } }'),
    ).toEqual({ onlineFeatures: { statuses: [['NOT_FOUND']] } });
  });
});
