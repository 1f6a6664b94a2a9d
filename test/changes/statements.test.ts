import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { seedFeatureSet } from '../support/feature-seed.js';
import { recordStatements } from '../support/record-statements.js';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'rain', features: [{ name: 'n', type: 'INT64' }] });
});
afterAll(() => app.close());

const write = (n: number) =>
  app.graphql(
    'mutation ($rows: FeatureRows!) { writeFeatures(input: { featureSet: "rain", rows: $rows }) { written } }',
    { rows: [{ airport: 'SEA', n, event_time: `2026-01-01T00:00:0${n}Z` }] },
  );

it('records a write of features in the statement that writes them', async () => {
  await write(1);
  const statements = await recordStatements(app, () => write(2));
  expect(statements).toEqual([expect.stringMatching(/write_features_\d+\(.*insert into change /)]);
});

it('records what is logged to a run with one more statement, the last one', async () => {
  const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
    'mutation { startRun(input: { type: TRAINING }) { run { id } } }',
  );
  const log = (step: number) =>
    app.graphql(
      'mutation ($run: Ref!, $step: Int!) { logRun(input: { run: $run, metrics: [{ name: "loss", value: 1, step: $step }] }) { run { id } } }',
      { run: startRun.run.id, step },
    );
  await log(1);
  const statements = await recordStatements(app, () => log(2));
  expect(statements.filter((text) => text.includes('insert into change '))).toHaveLength(1);
  expect(statements.at(-2)).toContain('insert into change ');
  expect(statements.at(-1)).toMatch(/^commit/i);
});
