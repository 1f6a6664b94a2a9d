import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { bearer, makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet } from '../training-sets/training-client.js';

const SPINE = [{ employee: 'ada', event_time: '2026-01-02T00:00:00Z' }];
const MARK = 'mutation ($to: Boolean!) { markSensitive(input: {featureSet: "salary", sensitive: $to}) { changed } }';

let app: AppUnderTest;
let allowed: string;
let forbidden: string;
let owner: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  const about = { entity: 'employee', joinKeys: [{ name: 'employee', type: 'STRING' }] };
  await seedFeatureSet(app, { ...about, name: 'salary', features: [{ name: 'euros', type: 'INT64' }] });
  await seedFeatureSet(app, { ...about, name: 'shoes', features: [{ name: 'size', type: 'INT64' }] });
  await writeRows(app, 'salary', [{ employee: 'ada', euros: 90_000, event_time: '2026-01-01T00:00:00Z' }]);
  await writeRows(app, 'shoes', [{ employee: 'ada', size: 39, event_time: '2026-01-01T00:00:00Z' }]);
  await createTrainingSet(app, { name: 'pay', features: ['salary:*'], spine: SPINE });
  await app.graphql(`mutation {
    publishFeatureSet(input: {name: "pay_rank", entity: "employee", features: [
      {name: "rank", type: INT64, sources: [{dataset: "pay@1:euros"}]}
    ]}) { created }
    registerModelVersion(input: {model: "bonus", artifact: {uri: "s3://bonus", digest: "1"}, signature: ["salary:euros"]}) { created }
    defineEnvironment(input: {name: "production"}) { created }
    deploy(input: {deployment: "production/bonus", bindings: [{modelVersion: "bonus@1", trafficPercent: 100}]}) { created }
    defineFeatureService(input: {name: "payroll", features: ["salary:*"]}) { created }
  }`);
  await app.graphql(MARK, { to: true });
  owner = (await makeKey(app, { role: 'OWNER' })).key;
  const rights = ['training-set:read'];
  forbidden = (await makeKey(app, { role: 'WRITER', name: 'will', rights })).key;
  allowed = (await makeKey(app, { role: 'WRITER', name: 'hr', rights: [...rights, 'feature:read-sensitive'] })).key;
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
}, 60_000);

afterAll(() => app.close());

const ENTITIES = '[{employee: "ada"}]';

function document(query: string) {
  return { method: 'POST', url: '/graphql', payload: { query: `{ ${query} }` } } as const;
}

function lookup(body: object) {
  return { method: 'POST', url: '/v1/features', payload: { ...body, entities: [{ employee: 'ada' }] } } as const;
}

/** Every door that values come out of. */
const DOORS = {
  'a lookup by feature': lookup({ features: ['salary:euros'] }),
  'a lookup in the past': lookup({ features: ['salary:euros'], asOf: '2026-01-03T00:00:00Z' }),
  'a lookup beside others': lookup({ features: ['shoes:size', 'salary:euros'] }),
  'a lookup by feature service': lookup({ service: 'payroll' }),
  'a lookup by model': lookup({ model: 'bonus' }),
  'a lookup by deployment': lookup({ deployment: 'production/bonus' }),
  'a lookup of what was made of it': lookup({ features: ['pay_rank:rank'] }),
  onlineFeatures: document(`onlineFeatures(features: ["salary:euros"], entities: ${ENTITIES}) { values }`),
  'onlineFeatures of a service': document(`onlineFeatures(service: "payroll", entities: ${ENTITIES}) { values }`),
  historicalFeatures: document(
    'historicalFeatures(features: ["salary:euros"], spine: [{employee: "ada", event_time: "2026-01-02T00:00:00Z"}]) { values }',
  ),
  'onlineFeatures of a model version': document(
    `modelVersion(ref: "bonus@1") { onlineFeatures(entities: ${ENTITIES}) { values } }`,
  ),
  'onlineFeatures of a deployment': document(
    `deployment(ref: "production/bonus") { onlineFeatures(entities: ${ENTITIES}) { values } }`,
  ),
  storedEntities: document('storedEntities(featureSet: "salary") { nodes { key } }'),
  'entities of a version': document('featureSetVersion(ref: "salary") { entities { nodes { key } } }'),
  'a training set': { method: 'GET', url: '/v1/training-sets/pay@1?format=ndjson' },
} as const;

async function codeOf(door: keyof typeof DOORS, key: string): Promise<string> {
  const answer = await app.http.inject({ ...DOORS[door], headers: bearer(key) });
  return /"code":\s*"(\w+)"/.exec(answer.body)?.[1] ?? String(answer.statusCode);
}

describe('values of a feature set that is marked sensitive', () => {
  it.each(Object.keys(DOORS) as (keyof typeof DOORS)[])(
    'take a right of their own: %s, also when somebody else has just asked',
    async (door) => {
      expect(await codeOf(door, forbidden)).toBe('FORBIDDEN');
      expect(await codeOf(door, allowed)).toBe('200');
      expect(await codeOf(door, forbidden)).toBe('FORBIDDEN');
      expect(await codeOf(door, owner)).toBe('200');
    },
  );

  it('leave others alone', async () => {
    const answer = await app.http.inject({ ...lookup({ features: ['shoes:size'] }), headers: bearer(forbidden) });
    expect(answer.json().values).toEqual([[39]]);
  });

  it('are told by what holds them', async () => {
    const found = await app.graphql(
      `{ salary: featureSet(ref: "salary") { sensitive latestVersion { sensitive } }
         shoes: featureSet(ref: "shoes") { sensitive }
         rank: featureSetVersion(ref: "pay_rank") { sensitive }
         pay: datasetVersion(ref: "pay@1") { sensitive } }`,
      {},
      { key: forbidden },
    );
    expect(found).toEqual({
      salary: { sensitive: true, latestVersion: { sensitive: true } },
      shoes: { sensitive: false },
      rank: { sensitive: true },
      pay: { sensitive: true },
    });
  });

  it('may be read again when the mark is taken away, which an ADMIN may do', async () => {
    expect((await app.graphqlError(MARK, { to: false }, { key: forbidden })).extensions.code).toBe('FORBIDDEN');
    const { key } = await makeKey(app, { role: 'ADMIN' });
    expect(await app.graphql(MARK, { to: false }, { key })).toEqual({ markSensitive: { changed: true } });
    expect(await codeOf('a lookup by model', forbidden)).toBe('200');
    expect(await app.graphql(MARK, { to: true }, { key })).toEqual({ markSensitive: { changed: true } });
    expect(await codeOf('a lookup by model', forbidden)).toBe('FORBIDDEN');
  });
});
