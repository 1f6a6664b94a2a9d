import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { recordStatements } from '../support/postgres/record-statements.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'rain', features: [{ name: 'n', type: 'INT64' }] });
});
afterAll(() => app.close());

let n = 0;
const write = () =>
  app.graphql(
    'mutation ($rows: FeatureRows!) { writeFeatures(input: { featureSet: "rain", rows: $rows }) { written } }',
    { rows: [{ airport: 'SEA', n: ++n, event_time: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString() }] },
  );

it('records a write of features in the statement that writes them', async () => {
  // The first one reads the definition, and so does one that hears of its making only now.
  await eventually(async () => {
    const statements = await recordStatements(app, write);
    expect(statements).toEqual([expect.stringMatching(/write_features_\d+\(.*insert into change /)]);
  });
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
