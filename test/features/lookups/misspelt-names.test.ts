import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ONLINE_FEATURES, seedFeatureSet, WRITE_FEATURES } from '../../support/seeds/feature-seed.js';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'weather', features: [{ name: 'rain_mm', type: 'FLOAT64' }] });
  await new Seed(app).datasetVersion('flights');
});

afterAll(() => app.close());

const publish = (name: string, more: object = {}) => ({
  input: { name, entity: 'airport', features: [{ name: 'snow_cm', type: 'FLOAT64', ...more }] },
});
const PUBLISH = 'mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }';
const lookup = (key: object) => ({ features: ['weather:*'], entities: [key] });
const write = (row: object) => ({
  input: { featureSet: 'weather', rows: [{ event_time: '2026-01-01T00:00:00Z', ...row }] },
});
const history = (row: object) => ({
  features: ['weather:*'],
  spine: [{ event_time: '2026-01-01T00:00:00Z', ...row }],
});
const HISTORY = `query ($features: [Ref!]!, $spine: SpineRows!) {
  historicalFeatures(features: $features, spine: $spine) { values }
}`;
const ERASE = 'mutation ($input: EraseEntityInput!) { eraseEntity(input: $input) { erased } }';
const DEPRECATE =
  'mutation ($input: DeprecateFeatureInput!) { deprecateFeature(input: $input) { featureSetVersion { id } } }';

describe('a misspelt name is answered with the one that was meant', () => {
  it.each([
    ['a missing join key', HISTORY, history({ airprt: 'SEA' }), 'Is "airprt" meant for it?'],
    ['an extra join key', ONLINE_FEATURES, lookup({ airport: 'SEA', airprt: 'SEA' }), 'Did you mean "airport"?'],
    ['a column of a row', WRITE_FEATURES, write({ airport: 'SEA', rain_mm: 1, rian_mm: 1 }), 'Did you mean "rain_mm"?'],
    [
      'a key to erase',
      ERASE,
      { input: { entity: 'airport', key: { airport: 'SEA', airprt: 1 } } },
      'Did you mean "airport"?',
    ],
    ['the name of a feature set', PUBLISH, publish('Weather Daily'), 'Write "weather_daily".'],
    ['the name of a feature', PUBLISH, publish('daily', { name: 'Snow-cm' }), 'Write "snow_cm".'],
    ['a name that can not be mended', PUBLISH, publish('??'), 'begins with a letter and has no "__".'],
    [
      'three parts where two are taken',
      DEPRECATE,
      { input: { feature: 'weather:rain_mm:x', reason: 'old' } },
      'more than once',
    ],
  ])('%s', async (_, query, variables, says) => {
    const { message, extensions } = await app.graphqlError(query, variables);

    expect(extensions.code).toBe('BAD_USER_INPUT');
    expect(message).toContain(says);
  });

  it('a column of a source', async () => {
    const sources = [{ dataset: 'flights@1', columns: ['dealy'] }];

    const { message, extensions } = await app.graphqlError(PUBLISH, publish('from_flights', { sources }));

    expect(extensions.code).toBe('NOT_FOUND');
    expect(message).toBe('flights@1 has no column "dealy"; it has origin, delay. Did you mean "delay"?');
  });
});
