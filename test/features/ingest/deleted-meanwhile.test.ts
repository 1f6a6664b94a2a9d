import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { eventually } from '../../support/eventually.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { seedFeatureSet, WRITE_FEATURES, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { contentsOf, ingest, ndjson } from './ingest-client.js';

const ROWS = [{ airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' }];
let app: AppUnderTest;
let url: string;
let set: string;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

beforeEach(async () => {
  set = await seedFeatureSet(app, { name: `gone_${++sets}`, features: [{ name: 'n', type: 'INT64' }] });
  await writeRows(app, set, [{ ...ROWS[0], airport: 'DEN' }]);
});

/** Lets a write wait for its lock, deletes what it writes into, and lets it go on. */
async function deletedWhile<Answer>(write: () => Promise<Answer>, ref: string): Promise<Answer> {
  const holder = new Client({ connectionString: app.databaseUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query(
      'select pg_advisory_xact_lock(4841, v.storage) from feature_set_version v join node n on n.id = v.id where n.label = $1',
      [set],
    );
    const answer = write();
    answer.catch(() => undefined);
    await eventually(async () => {
      // Not by the holder: within a transaction the list of the sessions stays as it was when it was first read.
      const waiting = await runSql(
        app.databaseUrl,
        `select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`,
      );
      expect(waiting).toHaveLength(1);
    });
    await app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id, reason: "wrong unit" }) { node { id } } }', {
      id: ref,
    });
    await holder.query('commit');
    return await answer;
  } finally {
    await holder.end();
  }
}

describe('a feature set version that is deleted while a write waits for its turn', () => {
  it.each([
    ['itself', (label: string) => label],
    ['with its set', (label: string) => label.replace('@1', '')],
  ])('takes no rows of writeFeatures: deleted %s', async (_, ref) => {
    const write = () => app.graphqlError(WRITE_FEATURES, { input: { featureSet: set, rows: ROWS } });

    const { message, extensions } = await deletedWhile(write, ref(set));

    expect([message, extensions.code]).toEqual([expect.stringContaining(`"${set}" was deleted by`), 'NOT_FOUND']);
    expect(message).toContain(': wrong unit.');
    expect(extensions).toMatchObject({ deletion: { by: 'local', reason: 'wrong unit' } });
    expect((await contentsOf(app, set)).history).toHaveLength(1);
  });

  it('takes no rows of an upload', async () => {
    const { status, body } = await deletedWhile(() => ingest(url, set, ndjson(ROWS)), set);

    expect([status, body.detail]).toEqual([404, expect.stringContaining(`"${set}" was deleted by`)]);
    expect((await contentsOf(app, set)).history).toHaveLength(1);
  });

  it('takes no rows of a backfill', async () => {
    const name = set.replace('@1', '');
    const later = await seedFeatureSet(app, {
      name,
      features: [
        { name: 'n', type: 'INT64' },
        { name: 'm', type: 'INT64', defaultValue: 0 },
      ],
    });
    const backfill = `mutation ($input: BackfillFeatureSetVersionInput!) { backfillFeatureSetVersion(input: $input) { written } }`;
    const from = set;
    set = later;

    const { message, extensions } = await deletedWhile(
      () => app.graphqlError(backfill, { input: { featureSet: later, from } }),
      later,
    );

    expect([message, extensions.code]).toEqual([expect.stringContaining(`"${later}" was deleted by`), 'NOT_FOUND']);
    expect((await contentsOf(app, later)).history).toHaveLength(0);
  });
});
