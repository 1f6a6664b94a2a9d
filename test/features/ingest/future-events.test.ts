import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ahead, DAY, FutureEventSeed, row, WRITE, type Written } from './future-event-seed.js';
import { contentsOf, ingest, ndjson } from './ingest-client.js';

let app: AppUnderTest;

let url: string;

let seed: FutureEventSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  seed = new FutureEventSeed(app);
  await seed.defineAirport();
});

afterAll(() => app.close());

describe('onFutureEvent', () => {
  it('is REJECT if left out, which leaves a definition what it was; COUNT is another definition', async () => {
    const name = seed.newName();
    expect(await seed.publish(undefined, name)).toMatchObject({
      created: true,
      featureSetVersion: { onFutureEvent: 'REJECT' },
    });
    expect(await seed.publish('REJECT', name)).toMatchObject({ created: false });
    expect(await seed.publish('COUNT', name)).toMatchObject({
      created: true,
      featureSetVersion: { onFutureEvent: 'COUNT' },
    });

    const { compared } = await app.graphql<{ compared: { changes: object[]; compatible: boolean } }>(
      'query ($from: Ref!, $to: Ref!) { compared: compareFeatureSetVersions(from: $from, to: $to) { changes { field from to } compatible } }',
      { from: `${name}@1`, to: `${name}@2` },
    );
    expect(compared).toEqual({ changes: [{ field: 'onFutureEvent', from: 'REJECT', to: 'COUNT' }], compatible: true });
  });
});

describe('an event further ahead than the tolerance', () => {
  it('is refused with its place, and nothing of the call is written', async () => {
    const set = await seed.labelOf();
    const rows = [row('SEA', ahead(-DAY)), row('SEA', ahead(2 * DAY))];

    const error = await app.graphqlError(WRITE, { input: { featureSet: set, rows } });
    const bulk = await ingest(url, set, ndjson(rows));

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', row: 1, column: 'event_time' });
    expect(error.message).toContain('rows[1].event_time');
    expect(bulk).toMatchObject({ status: 400, body: { row: 2, column: 'event_time' } });
    expect(await contentsOf(app, set)).toEqual({ online: [], history: [] });
  });

  it('is a bad row like any other where bad rows are skipped', async () => {
    const set = await seed.labelOf();

    const { body } = await ingest(url, set, ndjson([row('SEA', '2999-01-01T00:00:00Z'), row('SEA', ahead(0))]), {
      query: '?on-error=skip',
    });

    expect(body).toMatchObject({ read: 2, written: 1, rejected: 1, errors: [{ row: 1, column: 'event_time' }] });
  });

  it('is left out, counted and told where the set says COUNT, and hides no row', async () => {
    const set = await seed.labelOf('COUNT');
    const rows = [row('SEA', '2999-01-01T00:00:00Z', 9), row('SEA', ahead(0), 1), row('DEN', ahead(2 * DAY), 9)];

    const written = await seed.write(set, rows);
    const bulk = await ingest(url, set, ndjson(rows));

    expect(written).toMatchObject({
      written: 1,
      unchanged: 0,
      rejected: 2,
      badRows: [
        { row: 0, column: 'event_time', message: expect.stringContaining('2999-01-01T00:00:00Z') },
        { row: 2, column: 'event_time' },
      ],
      violations: [{ feature: 'event_time', count: 2 }],
    });
    expect(bulk).toMatchObject({ status: 200, body: { read: 3, written: 0, unchanged: 1, rejected: 2 } });
    expect(bulk.body.errors).toMatchObject([
      { row: 1, column: 'event_time', content: { airport: 'SEA', x: 9 } },
      { row: 3, column: 'event_time' },
    ]);
    expect((await (await fetch(`${url}${bulk.body.badRows}`)).text()).trim().split('\n')).toHaveLength(2);
    expect(await seed.violationsOf(set)).toEqual([{ feature: 'event_time', count: 4 }]);
    expect((await contentsOf(app, set)).history).toHaveLength(1);
  });

  it('excuses no other fault, and a call may consist of nothing else', async () => {
    const set = await seed.labelOf('COUNT');

    const error = await app.graphqlError(WRITE, {
      input: { featureSet: set, rows: [row('SEA', ahead(2 * DAY), 'no number')] },
    });
    const bulk = await ingest(url, set, ndjson([row('SEA', ahead(2 * DAY)), row('SEA', ahead(0), 'no number')]));
    const only = await seed.write(set, [row('SEA', ahead(2 * DAY))]);

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', column: 'x' });
    expect(bulk).toMatchObject({ status: 400, body: { row: 2, column: 'x' } });
    expect(only).toMatchObject({ written: 0, late: 0, unchanged: 0, rejected: 1 });
    expect(await seed.violationsOf(set)).toEqual([{ feature: 'event_time', count: 1 }]);
  });

  it('does not count the values of a row that was not written', async () => {
    const features = [{ name: 'x', type: 'INT64', allowed: { max: 5 }, onViolation: 'COUNT' }];
    const { featureSetVersion } = await seed.publish('COUNT', seed.newName(), { features });

    const written = await seed.write(featureSetVersion.label, [row('SEA', ahead(2 * DAY), 9), row('SEA', ahead(0), 8)]);

    expect(written.violations).toEqual(
      expect.arrayContaining(['x', 'event_time'].map((feature) => ({ feature, count: 1 }))),
    );
  });

  it('is online at once within the tolerance, on both paths of writing', async () => {
    const set = await seed.labelOf();
    await seed.write(set, [row('SEA', ahead(DAY - 60_000), 1)]);
    await ingest(url, set, ndjson([row('SEA', ahead(DAY - 30_000), 2)]));

    const { onlineFeatures } = await app.graphql<{ onlineFeatures: { values: number[][]; statuses: string[][] } }>(
      'query ($features: [Ref!]!) { onlineFeatures(features: $features, entities: [{airport: "SEA"}]) { values statuses } }',
      { features: [`${set}:x`] },
    );
    expect(onlineFeatures).toEqual({ values: [[2]], statuses: [['PRESENT']] });
  });

  it('is found on every path alike, whatever the time', async () => {
    const far = fc
      .oneof(fc.integer({ min: -3_000, max: 2_000_000 }), fc.integer({ min: 60, max: 120 }))
      .map((hours) => hours * 3_600_000);
    await fc.assert(
      fc.asyncProperty(
        fc.array(far, { minLength: 1, maxLength: 20 }),
        fc.constantFrom('REJECT', 'COUNT'),
        async (distances, policy) => {
          const [one, other] = [await seed.labelOf(policy), await seed.labelOf(policy)];
          const rows = distances.map((distance, key) => row(`K${key}`, ahead(distance).slice(0, 14).concat('30:00Z')));
          const taken = rows.filter(({ event_time }) => Date.parse(event_time) <= Date.now() + DAY);

          const streamed = await app.graphqlAnswer<{ writeFeatures: Written }>(WRITE, {
            input: { featureSet: one, rows },
          });
          const bulk = await ingest(url, other, ndjson(rows), { query: policy === 'REJECT' ? '?on-error=skip' : '' });

          expect(bulk.body).toMatchObject({ written: taken.length, rejected: rows.length - taken.length });
          const refused = policy === 'REJECT' && taken.length < rows.length;
          expect(streamed.errors).toHaveLength(refused ? 1 : 0);
          if (!refused) expect(await contentsOf(app, one)).toEqual(await contentsOf(app, other));
        },
      ),
      { numRuns: casesOf(4, 25), endOnFailure: true },
    );
  }, 180_000);
});

describe('the tolerance', () => {
  it('is a setting', async () => {
    const strict = await startAppUnderTest({
      config: { FUTURE_EVENT_TOLERANCE_SECONDS: 0 },
      databaseUrl: app.databaseUrl,
    });
    try {
      const set = await seed.labelOf();
      const error = await strict.graphqlError(WRITE, { input: { featureSet: set, rows: [row('SEA', ahead(60_000))] } });

      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', column: 'event_time' });
    } finally {
      await strict.close();
    }
  });
});
