import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { publishSet, row } from '../airport-set.js';

const ACTIVATE = `mutation ($input: ActivateFeatureSetVersionInput!) {
  activateFeatureSetVersion(input: $input) { changed movedLookups movedWrites }
}`;
const WRITE = 'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }';
const LOOKUP =
  'query ($features: [Ref!]!) { onlineFeatures(features: $features, entities: [{airport: "SEA"}]) { statuses } }';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

it('an activation tells how many lookups and writes of the last week named no version: whoever did so is moved', async () => {
  const features = [{ name: 'n', type: 'INT64' }];
  await publishSet(app, features, 'moved');
  await app.graphql(WRITE, { input: { featureSet: 'moved', rows: [row({ n: 1 }, 1)] } });
  await app.graphql(WRITE, { input: { featureSet: 'moved@1', rows: [row({ n: 1 }, 2)] } });
  const url = `${await app.listen()}/v1/feature-sets/moved/rows`;
  const body = JSON.stringify(row({ n: 2 }, 3));
  await fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body });
  for (const ref of ['moved:n', 'moved:n', 'moved:n', 'moved@1:n']) await app.graphql(LOOKUP, { features: [ref] });
  await publishSet(app, features, 'moved', { ttlSeconds: 1e9 });
  await app.graphql(WRITE, { input: { featureSet: 'moved@2', rows: [row({ n: 1 }, 4)] } });

  const input = { featureSetVersion: 'moved@2' };
  const [first, again] = [await app.graphql(ACTIVATE, { input }), await app.graphql(ACTIVATE, { input })];

  expect(first).toEqual({ activateFeatureSetVersion: { changed: true, movedLookups: 3, movedWrites: 2 } });
  expect(again).toEqual({ activateFeatureSetVersion: { changed: false, movedLookups: 0, movedWrites: 0 } });
});
