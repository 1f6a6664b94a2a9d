import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { onlineOf, refusalOf, tellFeast } from './feast-door.js';

const KEYS = [{ name: 'driver_id', type: 'INT64' }];
const driver = { entity: 'driver', joinKeys: KEYS };

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, {
    ...driver,
    name: 'stats',
    features: [
      { name: 'rate', type: 'FLOAT64' },
      { name: 'seen', type: 'TIMESTAMP' },
      { name: 'about', type: 'JSON' },
    ],
  });
  await seedFeatureSet(app, { ...driver, name: 'rides', features: [{ name: 'trips', type: 'INT64' }] });
  await app.graphql(`mutation { one: updateNode(input: {id: "${await idOf('stats')}", tags: [{key: "feast.push_source", value: "Driver Push"}]}) { node { id } }
    two: updateNode(input: {id: "${await idOf('rides')}", tags: [{key: "feast.push_source", value: "Driver Push"}]}) { node { id } } }`);
});

afterAll(() => app.close());

async function idOf(name: string): Promise<string> {
  return (await app.graphql<{ featureSet: { id: string } }>(`{ featureSet(ref: "${name}") { id } }`)).featureSet.id;
}

const df = (cells: object) => ({ driver_id: [1], event_timestamp: ['2026-01-01T00:00:00.25'], ...cells });
const read = (feature: string, key = 1) => onlineOf(app, { features: [feature], entities: { driver_id: [key] } });

describe('the write doors of Feast', () => {
  it('push rows to every view of a push source, as pandas and the remote store write them', async () => {
    const frame = df({ rate: [1], seen: [1767225600], about: ['{"a": 1}'], trips: ['7'], created: [null] });
    const told = await tellFeast(app, '/push', { push_source_name: 'Driver Push', df: frame, to: 'online' });

    expect(told).toEqual({ status: 200, body: undefined });
    const at = { statuses: ['PRESENT'], event_timestamps: ['2026-01-01T00:00:00Z'] };
    expect((await read('stats:rate')).rate).toEqual({ values: [1], ...at });
    expect((await read('stats:seen')).seen).toEqual({ values: [1767225600], ...at });
    expect((await read('stats:about')).about).toEqual({ values: [{ a: 1 }], ...at });
    expect((await read('rides:trips')).trips).toEqual({ values: [7], ...at });
  });

  it('push nothing to any view where one of them refuses a row', async () => {
    const push = (rate: unknown) =>
      tellFeast(app, '/push', {
        push_source_name: 'Driver Push',
        df: { ...df({ rate: [rate], seen: [null], about: [null], trips: [7] }), driver_id: [77] },
      });

    expect(await push('fast')).toMatchObject({ status: 400 });
    expect((await read('rides:trips', 77)).trips).toMatchObject({ statuses: ['NOT_FOUND'] });
    expect(await push(2)).toMatchObject({ status: 200 });
    expect((await read('rides:trips', 77)).trips).toMatchObject({ values: [7] });
  });

  it('write to one view, whose name is a push source too', async () => {
    const frame = { driver_id: [2], event_timestamp: ['2026-01-01 00:00:00+00:00'], trips: [3] };
    const write = await tellFeast(app, '/write-to-online-store', { feature_view_name: 'rides', df: frame });
    const push = await tellFeast(app, '/push', { push_source_name: 'rides', df: { ...frame, driver_id: [3] } });

    expect([write, push]).toEqual([
      { status: 200, body: null },
      { status: 200, body: undefined },
    ]);
    expect((await read('rides:trips', 2)).trips).toMatchObject({ values: [3] });
    expect((await read('rides:trips', 3)).trips).toMatchObject({ values: [3] });
  });

  it('never replace what is newer', async () => {
    await tellFeast(app, '/write-to-online-store', {
      feature_view_name: 'rides',
      df: { driver_id: [9], event_timestamp: ['2026-01-02T00:00:00Z'], trips: [2] },
    });
    await tellFeast(app, '/write-to-online-store', {
      feature_view_name: 'rides',
      df: { driver_id: [9], event_timestamp: ['2026-01-01T00:00:00Z'], trips: [1] },
    });

    expect((await read('rides:trips', 9)).trips).toMatchObject({ values: [2] });
  });

  it.each([
    ['/push', { push_source_name: 'none', df: df({ rate: [1] }) }, 422, 'PushSourceNotFoundException', "'none'"],
    [
      '/push',
      { push_source_name: 'rides', df: df({ trips: [1] }), to: 'offline' },
      400,
      'FeastError',
      'online_and_offline',
    ],
    ['/push', { push_source_name: 'rides', df: df({ trips: [1] }), to: 'there' }, 400, 'FeastError', 'there is not'],
    ['/push', { push_source_name: 'Driver Push', df: df({ rate: [1], trip: [1] }) }, 400, 'FeastError', '"trip"'],
    ['/write-to-online-store', { feature_view_name: 'none', df: df({}) }, 404, 'FeatureViewNotFoundException', 'none'],
    ['/write-to-online-store', { feature_view_name: 'rides', df: df({ trip: [1] }) }, 400, 'FeastError', '"trips"'],
    [
      '/write-to-online-store',
      { feature_view_name: 'rides', df: df({ trips: ['x'] }) },
      400,
      'FeastError',
      'whole number',
    ],
    [
      '/write-to-online-store',
      { feature_view_name: 'rides', df: df({ trips: [] }) },
      400,
      'FeastError',
      'differ in length',
    ],
    [
      '/write-to-online-store',
      { feature_view_name: 'rides', df: { driver_id: [1], trips: [1] } },
      400,
      'FeastError',
      'event_timestamp',
    ],
    [
      '/write-to-online-store',
      { feature_view_name: 'rides', df: { trips: [1], event_timestamp: ['2026-01-01'] } },
      400,
      'FeastError',
      'driver_id',
    ],
    ['/write-to-online-store', { df: df({}) }, 400, 'FeastError', 'feature_view_name'],
    [
      '/materialize',
      { start_ts: '2026-01-01', end_ts: '2026-01-02', feature_views: ['none'] },
      404,
      'FeatureViewNotFoundException',
      'none',
    ],
    [
      '/materialize',
      { start_ts: '2026-01-02', end_ts: '2026-01-01', feature_views: ['rides'] },
      400,
      'FeastError',
      'before',
    ],
    ['/materialize-incremental', { end_ts: 'soon', feature_views: ['rides'] }, 400, 'FeastError', 'soon'],
    ['/materialize-incremental', { end_ts: '2026-01-01' }, 400, 'FeastError', 'feature_views'],
  ])('refuse in the form that its client raises: %s (%#)', async (path, body, status, name, message) => {
    const told = refusalOf(await tellFeast(app, path, body));

    expect(told).toMatchObject({ status, class: name });
    expect(told.message).toContain(message);
  });

  it('materialize what is online already, and say of the rest that its rows are elsewhere', async () => {
    await seedFeatureSet(app, { ...driver, name: 'bare', features: [{ name: 'n', type: 'INT64' }] });
    const span = { start_ts: '2026-01-01T00:00:00', end_ts: '2026-01-02T00:00:00+00:00' };

    expect(await tellFeast(app, '/materialize', { ...span, feature_views: ['rides'] })).toEqual({
      status: 200,
      body: null,
    });
    expect(
      await tellFeast(app, '/materialize-incremental?async=true', { end_ts: span.end_ts, feature_views: ['rides'] }),
    ).toEqual({
      status: 202,
      body: { status: 'accepted', feature_views: ['rides'] },
    });
    const bare = refusalOf(await tellFeast(app, '/materialize', { ...span, feature_views: ['bare'] }));
    expect(bare.message).toContain('bare@1 has no rows');
  });

  it('ask for rights, of the project in the path, and say so to the client', async () => {
    await app.graphql('mutation { createProject(input: {name: "other"}) { project { name } } }');
    await app.graphql('mutation { markSensitive(input: {featureSet: "stats", sensitive: true}) { changed } }');
    const reader = bearer((await makeKey(app, { role: 'READER', project: 'default' })).key);
    const writer = bearer((await makeKey(app, { role: 'WRITER', project: 'default' })).key);
    const ask = (feature: string, headers: object, prefix = '') =>
      tellFeast(
        app,
        `${prefix}/get-online-features`,
        { features: [feature], entities: { driver_id: [1] } },
        { ...headers },
      );

    expect((await ask('rides:trips', writer)).status).toBe(200);
    expect((await ask('rides:trips', writer, '/p/default')).status).toBe(200);
    expect(refusalOf(await ask('stats:rate', writer))).toMatchObject({ status: 403, class: 'FeastPermissionError' });
    expect(refusalOf(await ask('rides:trips', writer, '/p/other')).status).toBe(404);
    expect(refusalOf(await ask('rides:trips', {})).status).toBe(401);
    const push = { push_source_name: 'rides', df: df({ trips: [1] }) };
    expect(refusalOf(await tellFeast(app, '/push', push, reader))).toMatchObject({
      status: 403,
      class: 'FeastPermissionError',
    });
  });
});
