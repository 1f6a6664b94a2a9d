import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { at, freshName } from '../airport-set.js';

const ROUNDS = 15;
const DEFINE = `mutation ($input: DefineFeatureServiceInput!) {
  defineFeatureService(input: $input) { created } }`;
const DROP =
  'mutation ($version: Ref!) { dropFeatureRows(input: { featureSetVersion: $version, dryRun: false }) { onlineRows } }';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

async function filledSet(): Promise<string> {
  const set = await seedFeatureSet(app, { name: freshName('traffic'), features: [{ name: 'n', type: 'INT64' }] });
  await writeRows(app, set, [{ airport: 'SEA', n: 1, event_time: at(1) }]);
  return set;
}

const serviceOf = (set: string) => ({ input: { name: freshName('service'), features: [`${set}:n~origin`] } });

describe('a feature service', () => {
  it('is refused where its rows were dropped: nobody could read it', async () => {
    const set = await filledSet();
    await app.graphql(DROP, { version: set });

    for (const dryRun of [true, false]) {
      const error = await app.graphqlError(DEFINE, { input: { ...serviceOf(set).input, dryRun } });

      expect(error.extensions.code).toBe('FAILED_PRECONDITION');
      expect(error.message).toContain(`The rows of ${set} were dropped`);
    }
  });

  it('keeps its rows, or is refused, if they are dropped at the same time', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const set = await filledSet();
      const [dropped, defined] = await Promise.all([
        app.graphqlAnswer(DROP, { version: set }),
        app.graphqlAnswer(DEFINE, serviceOf(set)),
      ]);

      expect([...(dropped.errors ?? []), ...(defined.errors ?? [])]).toEqual([
        expect.objectContaining({ extensions: expect.objectContaining({ code: 'FAILED_PRECONDITION' }) }),
      ]);
    }
  });
});
