import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KnowLastSteps20261128144500 } from '../../../migrations/20261128144500-know-last-steps.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

let app: AppUnderTest;
let runs: RunClient;
beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
});
afterAll(() => app.close());

const loss = (step: number) => ({ metrics: [{ name: 'loss', value: 0.5, step }] });

const stepsOf = async (id: string) => {
  const { run } = await app.graphql<{ run: { metricHistory: { nodes: { step: number }[] } } }>(
    'query ($id: ID!) { run(id: $id) { metricHistory(name: "loss", first: 100) { nodes { step } } } }',
    { id },
  );
  return run.metricHistory.nodes.map(({ step }) => step);
};

it('knows repeated points without times by the steps that a run had before its row told of them', async () => {
  const run = await runs.start();
  await runs.log(run, loss(7));
  await app.database.transaction(async ({ manager: { queryRunner } }) => {
    if (queryRunner === undefined) throw new Error('a transaction has one connection');
    await new KnowLastSteps20261128144500().down(queryRunner);
    await new KnowLastSteps20261128144500().up(queryRunner);
  });
  await runs.log(run, loss(7));
  expect(await stepsOf(run.id)).toEqual([7]);
});

it('knows them behind a step that lies before the last one, and takes what is new between them', async () => {
  const run = await runs.start();
  for (const step of [3, 9, 5, 3, 5, 9, 4]) await runs.log(run, loss(step));
  expect(await stepsOf(run.id)).toEqual([3, 4, 5, 9]);
});

it('has the last step of one of two calls that meet', async () => {
  const run = await runs.start();
  await Promise.all(Array.from({ length: 20 }, (_, step) => runs.log(run, loss(step))));
  await Promise.all(Array.from({ length: 20 }, (_, step) => runs.log(run, loss(step))));
  expect(await stepsOf(run.id)).toEqual(Array.from({ length: 20 }, (_, step) => step));
});
