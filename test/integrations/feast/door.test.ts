import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { onlineOf, refusalOf, tellFeast } from './feast-door.js';

const TIME = '2026-01-01T00:00:00.5Z';
const EPOCH = '1970-01-01T00:00:00Z';
const KEYS = [{ name: 'driver_id', type: 'INT64' }];

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const features = [
    { name: 'rate', type: 'FLOAT64', allowNonFinite: true },
    { name: 'trips', type: 'INT64' },
    { name: 'seen', type: 'TIMESTAMP' },
    { name: 'last', type: 'FLOAT64_LIST' },
    { name: 'about', type: 'JSON' },
  ];
  await seedFeatureSet(app, { name: 'stats', entity: 'driver', joinKeys: KEYS, features });
  await seedFeatureSet(app, {
    name: 'brief',
    entity: 'driver',
    joinKeys: KEYS,
    features: [{ name: 'rate', type: 'FLOAT64' }],
    ttlSeconds: 60,
  });
  await writeRows(app, 'stats', [
    {
      driver_id: 1,
      rate: 5,
      trips: 9007199254740993n,
      seen: TIME,
      last: [1, 2.5],
      about: { a: [1] },
      event_time: TIME,
    },
    { driver_id: 2, rate: 'NaN', trips: null, seen: null, last: [], about: null, event_time: '2026-01-02T00:00:00Z' },
  ]);
  await writeRows(app, 'brief', [{ driver_id: 1, rate: 0.5, event_time: TIME }]);
  await app.graphql(`mutation {
    defineFeatureService(input: {name: "all", features: ["stats:trips", "brief:rate"]}) { created }
    registerModelVersion(input: {model: "rides", artifact: {uri: "s3://rides", digest: "1"}, signature: ["stats:trips"]}) { created }
    deploy(input: {deployment: "live/rides", createEnvironment: true, bindings: [{modelVersion: "rides@1", trafficPercent: 100}]}) { created }
  }`);
});

afterAll(() => app.close());

describe('get-online-features', () => {
  it('answers column by column, keys first, as Feast writes values, statuses and times', async () => {
    const features = ['rate', 'trips', 'seen', 'last', 'about'].map((name) => `stats:${name}`);
    const found = await onlineOf(app, { features, entities: { driver_id: [1, 2, 3, 1], other: [0, 0, 0, 0] } });

    const statuses = ['PRESENT', 'PRESENT', 'NOT_FOUND', 'PRESENT'];
    const event_timestamps = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', EPOCH, '2026-01-01T00:00:00Z'];
    const all = { statuses, event_timestamps };
    expect(found).toEqual({
      driver_id: { values: [1, 2, 3, 1], statuses: Array(4).fill('PRESENT'), event_timestamps: Array(4).fill(EPOCH) },
      rate: { values: [5, 'NaN', null, 5], ...all },
      trips: { values: [2 ** 53, null, null, 2 ** 53], ...all },
      seen: { values: [1767225600, null, null, 1767225600], ...all },
      last: { values: [[1, 2.5], null, null, [1, 2.5]], ...all },
      about: { values: [{ a: [1] }, null, null, { a: [1] }], ...all },
    });
  });

  it('writes doubles with a point, and integers with all their digits', async () => {
    const body = { features: ['stats:rate', 'stats:trips', 'stats:last'], entities: { driver_id: [1] } };
    const { payload } = await app.http.inject({ method: 'POST', url: '/get-online-features', payload: body });

    for (const text of ['[5.0]', '[9007199254740993]', '[[1.0,2.5]]']) expect(payload).toContain(`"values":${text}`);
  });

  it('tells what has expired and gives it all the same; tells null where it is asked to', async () => {
    const entities = { driver_id: [1, 2] };
    const expired = await onlineOf(app, { features: ['brief:rate'], entities });
    const nulls = await onlineOf(app, { features: ['stats:trips'], entities }, '?status=true');

    expect(expired.rate).toMatchObject({ values: [0.5, null], statuses: ['OUTSIDE_MAX_AGE', 'NOT_FOUND'] });
    expect(nulls.trips).toMatchObject({ statuses: ['PRESENT', 'NULL_VALUE'] });
  });

  it('takes keys of other types for what they mean', async () => {
    const found = await onlineOf(app, { features: ['brief:rate'], entities: { driver_id: ['1', 1.0] } });
    expect(found).toMatchObject({ driver_id: { values: [1, 1] }, rate: { values: [0.5, 0.5] } });
  });

  it('has full names, versions, and names as they were asked for', async () => {
    const entities = { Driver_ID: [1] };
    const full = await onlineOf(app, { features: ['stats:rate', 'brief@v1:rate'], entities, full_feature_names: true });
    const odd = await onlineOf(app, { features: ['Stats:Trips'], entities });

    expect(Object.keys(full)).toEqual(['Driver_ID', 'stats__rate', 'brief@v1__rate']);
    expect(Object.keys(odd)).toEqual(['Driver_ID', 'Trips']);
  });

  it('knows feature services, model versions and deployments by the same field', async () => {
    const entities = { driver_id: [1] };
    const names = async (feature_service: string) => Object.keys(await onlineOf(app, { feature_service, entities }));

    expect(await names('all')).toEqual(['driver_id', 'trips', 'rate']);
    expect(await names('all@1')).toEqual(['driver_id', 'trips', 'rate']);
    expect(await names('rides')).toEqual(['driver_id', 'trips']);
    expect(await names('rides@1')).toEqual(['driver_id', 'trips']);
    expect(await names('live/rides')).toEqual(['driver_id', 'trips']);
    const { body } = await tellFeast(app, '/get-online-features', { feature_service: 'live/rides', entities });
    expect(body).toMatchObject({ metadata: { headwater: { modelVersion: 'rides@1' } } });
  });

  const driver = { driver_id: [1] };
  it.each([
    [{ features: ['none:rate'], entities: driver }, 404, 'FeatureViewNotFoundException', 'none'],
    [{ features: ['stats:none'], entities: driver }, 404, 'FeatureViewNotFoundException', 'none'],
    [{ feature_service: 'none', entities: driver }, 404, 'FeatureServiceNotFoundException', 'none'],
    [{ features: ['stats:rate', 'brief:rate'], entities: driver }, 400, 'FeatureNameCollisionError', 'rate'],
    [
      { features: ['stats:rate', 'stats:rate'], entities: driver, full_feature_names: true },
      400,
      'FeatureNameCollisionError',
      'stats__rate',
    ],
    [{ features: ['rate'], entities: driver }, 400, 'FeastError', 'driver_stats:conv_rate'],
    [{ features: [], entities: driver }, 400, 'FeastError', 'feature_service'],
    [{ features: 'stats:rate', entities: driver }, 400, 'FeastError', 'list'],
    [{ features: [7], entities: driver }, 400, 'FeastError', 'features[0] is 7'],
    [{ features: ['stats:rate'] }, 400, 'FeastError', 'entities is nothing'],
    [{ features: ['stats:rate'], entities: {} }, 400, 'FeastError', 'empty'],
    [{ features: ['stats:rate'], entities: [{ driver_id: 1 }] }, 400, 'FeastError', 'entities'],
    [{ features: ['stats:rate'], entities: { driver_id: 1 } }, 400, 'FeastError', 'driver_id is 1'],
    [{ features: ['stats:rate'], entities: { driver_id: [1], other: [] } }, 400, 'FeastError', 'differ in length'],
    [{ features: ['stats:rate'], entities: { other: [1] } }, 400, 'FeastError', 'driver_id'],
    [{ features: ['stats:rate'], entities: { driver_id: ['x'] } }, 400, 'FeastError', 'driver_id'],
    [{ features: ['stats:rate'], entities: { driver_id: [null] } }, 400, 'FeastError', 'driver_id'],
    [{ features: ['stats:rate'], entities: { driver_id: Array(100_000).fill(1) } }, 400, 'FeastError', '10000'],
    [{ features: ['stats:rate'], entities: driver, full_feature_names: 'yes' }, 400, 'FeastError', 'true or false'],
    ['{"features": ["stats:rate"], "entities": {"driver_id": [1], "__proto__": [1]}}', 200, '', ''],
    ['[]', 400, 'FeastError', 'object'],
    ['{', 400, 'FeastError', 'JSON'],
    ['['.repeat(100_000), 400, 'FeastError', ''],
  ])('refuses what is wrong in the form that its client raises (%#)', async (body, status, name, message) => {
    const told = await tellFeast(app, '/get-online-features', body);

    expect(told.status).toBe(status);
    if (status === 200) return;
    expect(refusalOf(told)).toMatchObject({ class: name });
    expect(refusalOf(told).message).toContain(message);
  });
});
