import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ingest, ndjson } from '../features/ingest/ingest-client.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { beginTrainingSet, createTrainingSet, jobEnded } from '../training-sets/training-client.js';
import { tablesHolding } from './find-text.js';

const TIME = '2026-01-01T00:00:00Z';
const ERASE = 'mutation ($input: EraseEntityInput!) { eraseEntity(input: $input) { erased } }';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const seedSet = (name: string) =>
  seedFeatureSet(app, {
    name: `${name}_set`,
    entity: name,
    joinKeys: [{ name: 'customer', type: 'STRING' }],
    features: [{ name: 'note', type: 'STRING' }],
  });
const erase = (entity: string, customer: string) => app.graphql(ERASE, { input: { entity, key: { customer } } });
const rowsOf = (customers: readonly string[]) =>
  customers.map((customer, second) => ({
    customer,
    note: `note of ${customer}`,
    event_time: new Date(Date.parse(TIME) + second * 1_000).toISOString(),
  }));

/** Rows of some customers in a feature set, a training set, refused rows, and the message of a failed job; all of it known to the planner. */
async function fill(entity: string, customers: readonly string[]): Promise<void> {
  await seedSet(entity);
  await writeRows(app, `${entity}_set`, rowsOf(customers));
  const bad = rowsOf(customers).map((row) => ({ ...row, note: 5 }));
  await ingest(url, `${entity}_set`, ndjson(bad), { query: '?on-error=skip', key: entity });
  const spine = rowsOf(customers).map(({ note: label, ...row }) => ({ ...row, label }));
  await createTrainingSet(app, { name: `${entity}_training`, features: [`${entity}_set:*`], spine });
  await app.database.dataSource.query('analyze');
}

describe('eraseEntity leaves no trace', () => {
  it('of refused rows that were forgotten before, but that the planner knows', async () => {
    const { dataSource } = app.database;
    await fill('forgotten', ['KEPT-9', 'SECRET-9', 'KEPT-8']);
    await dataSource.query(
      `update ingest set created_at = created_at - interval '8 days' where idempotency_key = 'forgotten'`,
    );
    // The next that refuses a row makes room.
    await seedSet('other');
    await ingest(url, 'other_set', ndjson([{ customer: 'X', note: 5, event_time: TIME }]), { query: '?on-error=skip' });
    await dataSource.query(
      `update ingest set answer = '{"featureSet":"x","rejected":0}' where idempotency_key = 'forgotten'`,
    );
    expect(await tablesHolding(app, 'SECRET-9')).toEqual(
      expect.arrayContaining(['statistics of ingest_bad_row.content']),
    );

    await erase('forgotten', 'SECRET-9');

    expect(await tablesHolding(app, 'SECRET-9')).toEqual([]);
  });

  it.each([
    ['one of many', 'many', ['KEPT-1', 'SECRET-1', 'KEPT-2']],
    ['the only one', 'single', ['SECRET-2', 'SECRET-2']],
  ])(
    'of %s: neither in rows nor in the statistics of the planner nor in the log',
    async (_which, entity, customers) => {
      const secret = customers.find((name) => name.startsWith('SECRET')) ?? '';
      await fill(entity, customers);
      expect(await tablesHolding(app, secret)).toEqual(
        expect.arrayContaining(['ingest', 'ingest_bad_row', expect.stringContaining('statistics of training_spine')]),
      );

      await erase(entity, secret);

      expect(await tablesHolding(app, secret)).toEqual([]);
      expect(JSON.stringify(app.log)).not.toContain(secret);
      if (entity === 'many') expect(await tablesHolding(app, 'KEPT-1')).toContain('ingest_bad_row');
    },
  );

  it('of a key whose rows went before, but stand in statistics still', async () => {
    await fill('former', ['SECRET-3', 'OTHER-3']);
    const { dataSource } = app.database;
    const [{ storage }] = await dataSource.query(
      `select v.storage from feature_set_version v join node n on n.id = v.id where n.label = 'former_set@1'`,
    );
    await dataSource.query(`delete from feature_history_${storage} where key = '["SECRET-3"]'`);

    await erase('former', 'SECRET-3');

    expect(await tablesHolding(app, 'SECRET-3')).toEqual([]);
  });

  it('in what a failed job says', async () => {
    await seedFeatureSet(app, {
      name: 'numbered_set',
      entity: 'numbered',
      joinKeys: [{ name: 'number', type: 'INT64' }],
      features: [{ name: 'n', type: 'INT64' }],
    });
    await writeRows(app, 'numbered_set', [{ number: 4711, n: 1, event_time: TIME }]);
    const insert = (id: string, error: string) =>
      app.database.dataSource.query(
        `insert into job (id, kind, project, status, input, error, created_by)
         values ($1, 'build-training-set', 'default', 'FAILED', '{}', $2, 'test')`,
        [id, error],
      );
    const sentence = (number: string) =>
      `The join key "number" of row 4711 of old@1 is ${number}; expected a whole number from -2^63 to 2^63-1.`;
    await insert('00000000-0000-7000-8000-000000000001', sentence('"4711"'));
    await insert('00000000-0000-7000-8000-000000000002', sentence('"4712"'));
    const inRole = sentence('"4711"')
      .replace('The join key "number"', 'The column "payer"')
      .replace(' is ', ', from which the join key "number" is read, is ');
    await insert('00000000-0000-7000-8000-000000000003', inRole);

    await app.graphql(ERASE, { input: { entity: 'numbered', key: { number: 4711 } } });

    expect(await tablesHolding(app, '"4711\\"')).toEqual([]);
    const errors = await app.database.dataSource.query(`select error from job where created_by = 'test' order by id`);
    const erased = { error: 'It named a key that was erased since.' };
    expect(errors).toEqual([erased, { error: sentence('"4712"') }, erased]);
  });

  it('in training sets that others are making of earlier ones at the same time', async () => {
    for (let round = 0; round < 4; round++) {
      const entity = `raced_${round}`;
      const secret = `SECRET-RACE-${round}`;
      await fill(entity, [secret, ...Array.from({ length: 200 }, (_, index) => `C${index}`)]);
      const job = await beginTrainingSet(app, {
        name: `${entity}_again`,
        features: [`${entity}_set:note`],
        spineDataset: `${entity}_training@1`,
      });
      await sleep(round * 40);

      await erase(entity, secret);
      await jobEnded(app, job.id);

      expect(await tablesHolding(app, secret)).toEqual([]);
    }
  }, 180_000);
});

describe('dropFeatureRows', () => {
  it('leaves no row in the statistics of the planner', async () => {
    await seedSet('dropped');
    await writeRows(app, 'dropped_set', rowsOf(['SECRET-4']));
    await app.database.dataSource.query('analyze');

    await app.graphql(
      'mutation { dropFeatureRows(input: { featureSetVersion: "dropped_set@1", dryRun: false }) { onlineRows } }',
    );

    expect(await tablesHolding(app, 'SECRET-4')).toEqual([]);
  });
});
