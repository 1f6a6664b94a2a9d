import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const TABLES = 'feature_online_1, feature_history_1';
const SET = {
  name: 'locked',
  entity: 'airport',
  features: [
    { name: 'n', type: 'INT64' },
    { name: 'm', type: 'INT64' },
  ],
};

let app: AppUnderTest;
let locker: Client;

beforeAll(async () => {
  app = await startAppUnderTest();
  for (const name of ['locked', 'free']) {
    const entity = name === 'free' ? 'port' : 'airport';
    const joinKeys = [{ name: entity, type: 'STRING' }];
    await seedFeatureSet(app, { name, entity, joinKeys, features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(app, name, [{ [entity]: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' }]);
  }
  await app.graphql('mutation ($set: PublishFeatureSetInput!) { publishFeatureSet(input: $set) { created } }', {
    set: SET,
  });
  locker = new Client({ connectionString: app.databaseUrl });
  await locker.connect();
});

afterAll(async () => {
  await locker.end();
  await app.close();
});

const mutation = (field: string, input: string) => `mutation { ${field}(input: ${input}) { __typename } }`;
const PUBLISHED =
  '{ name: "locked", entity: "airport", features: [{ name: "n", type: INT64 }, { name: "o", type: INT64 }]';

describe('while the tables of a feature set are locked', () => {
  it.each([
    ['storedEntities', '{ storedEntities(featureSet: "locked@1") { nodes { key } } }'],
    ['the entities of a version', '{ featureSetVersion(ref: "locked@1") { entities { nodes { key } } } }'],
    ['entityTrace', '{ entityTrace(entity: "airport", key: { airport: "SEA" }) { featureRows { onlineRows } } }'],
    ['a publication that is tried', mutation('publishFeatureSet', `${PUBLISHED}, dryRun: true }`)],
    ['a publication', mutation('publishFeatureSet', `${PUBLISHED} }`)],
    ['an activation', mutation('activateFeatureSetVersion', '{ featureSetVersion: "locked@2" }')],
    ['a backfill', mutation('backfillFeatureSetVersion', '{ featureSet: "locked@2", from: "locked@1" }')],
    ['an erasure', mutation('eraseEntity', '{ entity: "airport", key: { airport: "XXX" } }')],
    ['a drop that is tried', mutation('dropFeatureRows', '{ featureSetVersion: "locked@1", dryRun: true }')],
  ])('%s leaves the others their connections', async (_, document) => {
    await locker.query(`begin; lock table ${TABLES} in access exclusive mode`);
    const waiting = Promise.allSettled(Array.from({ length: 20 }, () => app.graphql(document)));
    await new Promise((resolve) => setTimeout(resolve, 300));

    const late = new Promise((resolve) => setTimeout(resolve, 3_000, 'waits'));
    const free = app.graphql('{ storedEntities(featureSet: "free@1") { nodes { key } } }');
    const answer = await Promise.race([free, late]);
    await locker.query('rollback');
    await Promise.all([waiting, free]);

    expect(answer).toEqual({ storedEntities: { nodes: [{ key: { port: 'SEA' } }] } });
  });
});
