import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { recordStatements } from '../support/record-statements.js';
import { Seed } from '../support/seed.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('registerDatasetVersion', () => {
  it('makes the dataset on first use', async () => {
    const seed = new Seed(app);

    const statements = await recordStatements(app, async () => {
      const flights = await seed.datasetVersion('flights');
      expect(flights.label).toBe('flights@1');
    });

    expect(statements.length).toBeGreaterThan(3);
  });
});
