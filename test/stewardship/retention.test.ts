import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../support/cases.js';
import {
  type FeatureTableAnswer,
  lookUp,
  seedFeatureSet,
  WRITE_FEATURES,
  writeRows,
} from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rebuildTrainingSet } from '../training-sets/training-client.js';

const COMPACT = `mutation ($input: CompactHistoryInput!) {
  compactHistory(input: $input) { horizon rowsRead rowsSuperseded cursor featureSetVersion { historyFrom } }
}`;
const RETAIN = `mutation ($input: SetRetentionInput!) { setRetention(input: $input) { featureSetVersion { keepHistoryFor } } }`;
const DROP = `mutation ($input: DropFeatureRowsInput!) {
  dropFeatureRows(input: $input) { onlineRows historyRows featureSetVersion { rowsDroppedAt } }
}`;
const AS_OF = `query ($features: [Ref!]!, $entities: EntityKeys!, $asOf: DateTime, $knownAt: DateTime) {
  onlineFeatures(features: $features, entities: $entities, asOf: $asOf, knownAt: $knownAt) { values statuses eventTimes }
}`;

interface Compacted {
  compactHistory: { rowsRead: number; rowsSuperseded: number; cursor: string | null; horizon: string };
}

let app: AppUnderTest;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const ago = (seconds: number) => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000).toISOString();
const numbers = () => seedFeatureSet(app, { name: `kept_${++sets}`, features: [{ name: 'n', type: 'INT64' }] });
const compact = async (featureSet: string, dryRun = false, more: object = {}) =>
  (await app.graphql<Compacted>(COMPACT, { input: { featureSet, dryRun, ...more } })).compactHistory;

async function storageOf(label: string): Promise<number> {
  const rows = await app.database.dataSource.query(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [label],
  );
  return rows[0].storage;
}

describe('compaction', () => {
  it('says what would go, removes it when asked to, and refuses reads as of before', async () => {
    const set = await numbers();
    await writeRows(
      app,
      set,
      [5000, 4000, 3000, 100].map((seconds) => ({ airport: 'SEA', n: seconds, event_time: ago(seconds) })),
    );
    const storage = await storageOf(set);
    await app.database.dataSource.query(`update feature_history_${storage} set ingest_time = event_time`);
    await expect(compact(set)).rejects.toThrow('keeps all of its history');
    await app.graphql(RETAIN, { input: { featureSet: set, keepHistoryFor: 2000 } });

    const dry = await compact(set, true);
    const counted = await app.database.dataSource.query(`select count(*)::int from feature_history_${storage}`);
    const done = await compact(set);
    const again = await compact(set);

    expect([dry.rowsRead, dry.rowsSuperseded, counted[0].count]).toEqual([4, 2, 4]);
    expect([done.rowsSuperseded, again.rowsRead, again.rowsSuperseded]).toEqual([2, 2, 0]);
    const read = (asOf: string) => app.graphql(AS_OF, { features: [`${set}:n`], entities: [{ airport: 'SEA' }], asOf });
    expect(await read(ago(1500))).toMatchObject({ onlineFeatures: { values: [[3000]] } });
    await expect(read(ago(2500))).rejects.toThrow('keeps its history from');
    await expect(
      app.graphql(`query ($s: SpineRows!) { historicalFeatures(features: ["${set}:n"], spine: $s) { values } }`, {
        s: [{ airport: 'SEA', event_time: ago(4500) }],
      }),
    ).rejects.toThrow('FAILED_PRECONDITION');
  });

  it('goes on behind its cursor, in as many calls as it takes', async () => {
    const set = await numbers();
    const rows = Array.from({ length: 50 }, (_, index) => ({
      airport: `A${index % 5}`,
      n: index,
      event_time: ago(9000 - index),
    }));
    await writeRows(app, set, rows);
    await app.database.dataSource.query(`update feature_history_${await storageOf(set)} set ingest_time = event_time`);
    await app.graphql(RETAIN, { input: { featureSet: set, keepHistoryFor: 100 } });

    let [gone, calls] = [0, 0];
    for (let cursor: string | null | undefined; cursor !== null; calls++) {
      const answer = await compact(set, false, { maxRows: 7, cursor });
      gone += answer.rowsSuperseded;
      cursor = answer.cursor;
    }

    expect([gone, calls]).toEqual([45, 8]);
    await expect(compact(set, false, { cursor: 'nonsense' })).rejects.toThrow('is no cursor of a compaction');
  });

  it('leaves every read from the horizon on as it was', async () => {
    const row = fc.record({
      key: fc.integer({ min: 0, max: 3 }),
      event: fc.nat(20),
      ingest: fc.nat(20),
      n: fc.nat(99),
    });
    const histories = fc.uniqueArray(row, {
      minLength: 10,
      maxLength: 60,
      selector: ({ key, event, ingest }) => `${key} ${event} ${ingest}`,
    });
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const set = await numbers();
        const storage = await storageOf(set);
        // Time runs from 2,000 seconds ago in steps of 100; the horizon lies between step 9 and 10.
        const base = Math.floor(Date.now() / 1000) - 2_000;
        const time = (step: number) => new Date((base + step * 100) * 1000).toISOString();
        await app.database.dataSource.query(
          `insert into feature_history_${storage} (key, event_time, ingest_time, "values")
           select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])`,
          [
            history.map(({ key }) => `["A${key}"]`),
            history.map(({ event }) => time(event)),
            history.map(({ ingest }) => time(ingest)),
            history.map(({ n }) => `[${n}]`),
          ],
        );
        await app.graphql(RETAIN, { input: { featureSet: set, keepHistoryFor: 1_050 } });
        const entities = [0, 1, 2, 3].map((key) => ({ airport: `A${key}` }));
        const moments = [10, 12, 14, 16, 18, 20, 21].flatMap((t) => [10, 13, 16, 19, 21].map((known) => [t, known]));
        const readAll = async () => {
          const query = moments.map(
            ([t, known], index) =>
              `l${index}: onlineFeatures(features: ["${set}:n"], entities: $e, asOf: "${time(t ?? 0)}", knownAt: "${time(known ?? 0)}") { values eventTimes }`,
          );
          return app.graphql<Record<string, FeatureTableAnswer>>(`query ($e: EntityKeys!) { ${query.join(' ')} }`, {
            e: entities,
          });
        };
        const before = await readAll();

        await compact(set);

        expect(await readAll()).toEqual(before);
        cases += moments.length * entities.length;
      }),
      { numRuns: casesOf(8, 75), endOnFailure: true },
    );
    expect(cases).toBeGreaterThanOrEqual(casesOf(800, 10_000));
  });

  it('says of training sets that read what is gone that they can not be rebuilt', async () => {
    const set = await numbers();
    await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: ago(5000) }]);
    const input = (seconds: number) => ({
      name: `of_${set.split('@')[0]}_${seconds}`,
      features: [`${set}:n`],
      spine: [{ airport: 'SEA', event_time: ago(seconds) }],
    });
    const old = await createTrainingSet(app, input(4000));
    await app.graphql(RETAIN, { input: { featureSet: set, keepHistoryFor: 2000 } });

    await compact(set);

    await expect(rebuildTrainingSet(app, old.datasetVersion?.label ?? '')).rejects.toThrow('was compacted');
    expect(await createTrainingSet(app, { ...input(4000), name: 'too_late' })).toMatchObject({ status: 'FAILED' });
  });

  it('is asked for with a whole number of seconds', async () => {
    const set = await numbers();

    await expect(app.graphql(RETAIN, { input: { featureSet: set, keepHistoryFor: 0 } })).rejects.toThrow('from 1');
  });
});

describe('dropping rows', () => {
  it('is refused while a deployment is pinned to them', async () => {
    const set = await numbers();
    await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: ago(10) }]);
    const name = set.split('@')[0];
    await app.graphql(
      `mutation ($version: RegisterModelVersionInput!, $deploy: DeployInput!) {
         registerModelVersion(input: $version) { created }
         deploy(input: $deploy) { deployment { label } }
       }`,
      {
        version: {
          model: `model_${name}`,
          artifact: { uri: 's3://m', digest: 'sha256:1' },
          signature: [`${set}:n`],
        },
        deploy: {
          deployment: `production/${name}`,
          createEnvironment: true,
          bindings: [{ modelVersion: `model_${name}@1`, trafficPercent: 100 }],
        },
      },
    );

    const error = await app.graphqlError(DROP, { input: { featureSetVersion: set, dryRun: false } });

    expect(error.extensions.code).toBe('FAILED_PRECONDITION');
    expect(error.message).toContain(`production/${name} depends on it and is live`);
    expect((await lookUp(app, [`${set}:n`], [{ airport: 'SEA' }])).values).toEqual([[1]]);
  });

  it('says first what would go; afterwards reading and writing them is an error, never NOT_FOUND', async () => {
    const set = await numbers();
    await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: ago(10) }]);
    await lookUp(app, [`${set}:n`], [{ airport: 'SEA' }]);

    const dry = await app.graphql(DROP, { input: { featureSetVersion: set, dryRun: true } });
    const done = await app.graphql(DROP, { input: { featureSetVersion: set, dryRun: false } });

    expect(dry).toEqual({
      dropFeatureRows: { onlineRows: 1, historyRows: 1, featureSetVersion: { rowsDroppedAt: null } },
    });
    expect(done).toMatchObject({ dropFeatureRows: { onlineRows: 1, historyRows: 1 } });
    await expect(lookUp(app, [`${set}:n`], [{ airport: 'SEA' }])).rejects.toThrow('were dropped');
    const error = await app.graphqlError(WRITE_FEATURES, {
      input: { featureSet: set, rows: [{ airport: 'SEA', n: 1, event_time: ago(5) }] },
    });
    expect(error.extensions.code).toBe('FAILED_PRECONDITION');
  });
});
