import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
});

afterAll(() => app.close());

const DEFINE =
  'mutation ($input: DefineMetricInput!) { defineMetric(input: $input) { metric { name goal description } } }';

async function best(run: { readonly id: string }) {
  type Answer = { run: { metrics: { name: string; best: number | string | null; goal: string | null }[] } };
  const query = 'query ($id: ID!) { run(id: $id) { metrics { name goal best } } }';
  return (await app.graphql<Answer>(query, { id: run.id })).run.metrics;
}

it('tells the best value as the goal says, of runs that were logged before it was said, too', async () => {
  const run = await runs.start();
  await runs.log(run, { metrics: [3, 1, 2].map((value, step) => ({ name: 'loss', value, step })) });
  expect(await best(run)).toEqual([{ name: 'loss', goal: null, best: null }]);

  await app.graphql(DEFINE, { input: { name: 'loss', goal: 'MIN', description: 'Cross entropy.' } });
  expect(await best(run)).toEqual([{ name: 'loss', goal: 'MIN', best: 1 }]);

  const { defineMetric } = await app.graphql<{ defineMetric: object }>(DEFINE, {
    input: { name: 'loss', goal: 'MAX' },
  });
  expect(defineMetric).toEqual({ metric: { name: 'loss', goal: 'MAX', description: 'Cross entropy.' } });
  expect(await best(run)).toEqual([{ name: 'loss', goal: 'MAX', best: 3 }]);
});

it('is defined by the first call that says a goal, and refuses another one', async () => {
  const run = await runs.start();
  await runs.log(run, { metrics: [{ name: 'accuracy', value: 0.5, goal: 'MAX' }] });
  expect(await best(run)).toEqual([{ name: 'accuracy', goal: 'MAX', best: 0.5 }]);

  const metrics = [{ name: 'accuracy', value: 0.6, goal: 'MIN' }];
  expect(await runs.logError(run, { metrics })).toMatchObject({
    message: expect.stringContaining('defineMetric changes it'),
    extensions: { code: 'CONFLICT', metric: 'accuracy', stored: 'MAX', given: 'MIN' },
  });
  expect(await runs.history(run, 'accuracy')).toEqual([[0, 0.5]]);
  expect(
    await runs.logError(run, { metrics: [...metrics, { name: 'accuracy', value: 0.7, goal: 'MAX' }] }),
  ).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
});

it('is one goal where many define it at once', async () => {
  const answers = await Promise.allSettled(
    Array.from({ length: 8 }, async (_, index) =>
      runs.log(await runs.start(), { metrics: [{ name: 'raced', value: 1, goal: index % 2 === 0 ? 'MAX' : 'MIN' }] }),
    ),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
});

it('lists what is defined, page by page', async () => {
  for (const name of ['z1', 'z2', 'z3']) await app.graphql(DEFINE, { input: { name, goal: 'MAX' } });
  type Answer = { metricDefinitions: { nodes: { name: string }[]; pageInfo: { endCursor: string } } };
  const query =
    'query ($after: String) { metricDefinitions(first: 2, after: $after) { nodes { name } pageInfo { endCursor } } }';
  const names: string[] = [];
  for (let after: string | null = null; ; ) {
    const { metricDefinitions }: Answer = await app.graphql<Answer>(query, { after });
    if (metricDefinitions.nodes.length === 0) break;
    names.push(...metricDefinitions.nodes.map(({ name }) => name));
    after = metricDefinitions.pageInfo.endCursor;
  }
  expect(names).toEqual([...new Set(names)].sort());
  expect(names).toEqual(expect.arrayContaining(['z1', 'z2', 'z3']));
});
