import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet, rebuildTrainingSet, rowsOf } from '../../training-sets/training-client.js';
import { ingest, ndjson } from '../ingest/ingest-client.js';

let app: AppUnderTest;
let url: string;
let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const EVENT = '2026-01-01T00:00:00Z';
const row = (x: number, airport = 'SEA', event_time = EVENT) => ({ airport, x, event_time });
const freshSet = () => seedFeatureSet(app, { name: `set_${++sets}`, features: [{ name: 'x', type: 'INT64' }] });

async function sql<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return app.database.dataSource.query(text, [...values]);
}

async function storageOf(set: string): Promise<number> {
  const [found] = await sql<{ storage: number }>(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [set],
  );
  return found?.storage ?? 0;
}

/** As if the server's clock had stepped back by a day since these rows were written. */
async function putAhead(set: string): Promise<void> {
  const storage = await storageOf(set);
  for (const table of ['online', 'history'])
    await sql(`update feature_${table}_${storage} set ingest_time = ingest_time + interval '1 day'`);
}

/** The value online, as of later event times, for a spine and in a training set, all of which must say the same. */
async function seenValues(set: string): Promise<unknown[]> {
  const answer = await app.graphql<Record<string, { values: unknown[][] }>>(
    `query ($features: [Ref!]!, $entities: EntityKeys!, $spine: SpineRows!) {
       online: onlineFeatures(features: $features, entities: $entities) { values }
       asOf: onlineFeatures(features: $features, entities: $entities, asOf: "2026-06-01T00:00:00Z") { values }
       joined: historicalFeatures(features: $features, spine: $spine) { values }
     }`,
    {
      features: [`${set}:x`],
      entities: [{ airport: 'SEA' }],
      spine: [{ airport: 'SEA', event_time: '2026-06-01T00:00:00Z' }],
    },
  );
  const job = await createTrainingSet(app, {
    name: `training_${++sets}`,
    features: [`${set}:x`],
    spine: [{ airport: 'SEA', event_time: '2026-06-01T00:00:00Z' }],
  });
  const [trained] = await rowsOf(url, job.datasetVersion?.label ?? '');
  return [...['online', 'asOf', 'joined'].map((name) => answer[name]?.values[0]?.[0]), trained?.x];
}

const everywhere = (value: unknown) => [value, value, value, value];

describe('rows whose ingest time lies ahead of the clock', () => {
  it('are known to every read that does not say what it may know', async () => {
    const set = await freshSet();
    await writeRows(app, set, [row(1)]);

    await putAhead(set);

    expect(await seenValues(set)).toEqual(everywhere(1));
  });

  const doors: [string, (set: string, x: number) => Promise<unknown>][] = [
    ['writeFeatures', (set, x) => writeRows(app, set, [row(x)])],
    ['a bulk ingest', (set, x) => ingest(url, set, ndjson([row(x)]))],
  ];
  it.each(doors)('are corrected by %s', async (_door, write) => {
    const set = await freshSet();
    await writeRows(app, set, [row(1)]);
    await putAhead(set);

    await write(set, 2);
    expect(await seenValues(set)).toEqual(everywhere(2));
    await write(set, 3);
    expect(await seenValues(set)).toEqual(everywhere(3));
  });

  it('do not end up in a training set that was made before them', async () => {
    const set = await freshSet();
    await writeRows(app, set, [row(1)]);
    await putAhead(set);
    const made = await createTrainingSet(app, {
      name: `training_${++sets}`,
      features: [`${set}:x`],
      spine: [{ airport: 'SEA', event_time: '2026-06-01T00:00:00Z' }],
    });
    await writeRows(app, set, [row(2)]);

    const again = await rebuildTrainingSet(app, made.datasetVersion?.label ?? '');

    expect(again.rebuild).toMatchObject({ matches: true });
  });

  it('are followed by what a backfill copies into their version', async () => {
    const first = await freshSet();
    const name = first.slice(0, -2);
    await writeRows(app, first, [row(1), row(1, 'DEN')]);
    const second = await seedFeatureSet(app, {
      name,
      features: ['x', 'y'].map((feature) => ({ name: feature, type: 'INT64' })),
    });
    await writeRows(app, second, [{ ...row(5), y: 5 }]);
    await putAhead(second);

    await app.graphql(`mutation ($set: Ref!) { backfillFeatureSetVersion(input: { featureSet: $set }) { written } }`, {
      set: second,
    });

    const times = await sql<{ key: string }>(
      `select key from feature_history_${await storageOf(second)} order by ingest_time`,
    );
    expect(times.map(({ key }) => key)).toEqual(['["SEA"]', '["DEN"]']);
  });
});

describe('ingest times of one feature set version', () => {
  it('all differ, and rise in the order in which writes were acknowledged, however many write and wherever the clock is', async () => {
    const set = await freshSet();
    const storage = await storageOf(set);
    await writeRows(app, set, [row(0)]);
    const acknowledged: { begun: number; ended: number; x: number }[] = [];
    let [turn, x] = [0, 0];
    const writer = async (bulk: boolean) => {
      for (let times = 0; times < 12; times++) {
        const [begun, own] = [++turn, ++x];
        const rows = [row(own, `K${own % 5}`)];
        if (bulk) expect((await ingest(url, set, ndjson(rows))).status).toBe(200);
        else await writeRows(app, set, rows);
        acknowledged.push({ begun, ended: ++turn, x: own });
        // From here on the clock is an hour behind the last row, and more each time.
        if (own % 9 === 0)
          await sql(
            `insert into feature_history_${storage} select '["ahead"]', $1, max(ingest_time) + interval '1 hour', '[0]' from feature_history_${storage}`,
            [EVENT],
          );
      }
    };
    await Promise.all([false, false, false, true].map(writer));

    const history = await sql<{ x: number; at: string }>(
      `select ("values"::json ->> 0)::int as x, to_char(ingest_time, 'YYYYMMDDHH24MISSUS') as at from feature_history_${storage}`,
    );
    expect(new Set(history.map(({ at }) => at)).size).toBe(history.length);
    const online = await lookUp(app, [`${set}:x`], { airport: [0, 1, 2, 3, 4].map((key) => `K${key}`) });
    const last = [0, 1, 2, 3, 4].map(
      (key) =>
        history
          .filter((found) => found.x > 0 && found.x % 5 === key)
          .sort(byTime)
          .at(-1)?.x,
    );
    expect(online.values.map(([value]) => value)).toEqual(last);
    const timeOf = new Map(history.map((found) => [found.x, found.at]));
    for (const one of acknowledged)
      for (const other of acknowledged.filter(({ begun }) => begun > one.ended))
        expect(String(timeOf.get(one.x)) < String(timeOf.get(other.x))).toBe(true);
  });
});

const byTime = (one: { at: string }, other: { at: string }) => (one.at < other.at ? -1 : 1);
