import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { BATCH, type Fields, tell, wholeGraph } from './told.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const name = (names: readonly string[]) => fc.constantFrom(...names).map((each) => ({ namespace: 'ns', name: each }));
const DATASETS = ['a', 'b', 'c'];
const COLUMNS = ['x', 'y'];
const columns = fc.dictionary(
  fc.constantFrom(...COLUMNS),
  fc.record({
    inputFields: fc.array(
      fc.tuple(name(DATASETS), fc.constantFrom(...COLUMNS)).map(([from, field]) => ({ ...from, field })),
      { maxLength: 2 },
    ),
  }),
);
const facets = fc.record(
  {
    schema: fc.record({ fields: fc.subarray(['x', 'y']) }),
    columnLineage: fc.oneof(fc.record({ fields: columns }), fc.constant({ _deleted: true })),
    version: fc.constantFrom('1', '2').map((datasetVersion) => ({ datasetVersion })),
    symlinks: name(DATASETS).map((identifier) => ({ identifiers: [identifier] })),
  },
  { requiredKeys: [] },
);
const dataset = fc.tuple(name(DATASETS), facets).map(([known, told]) => ({ ...known, facets: told }));
const statistics = fc.nat(3).map((rowCount) => ({ outputStatistics: { rowCount } }));
const time = fc.nat(9).map((second) => `2026-11-24T10:00:0${second}Z`);
const sides = fc.record(
  {
    inputs: fc.array(dataset, { maxLength: 2 }),
    outputs: fc.array(
      fc.tuple(dataset, statistics).map(([known, outputFacets]) => ({ ...known, outputFacets })),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
const JOBS = ['load', 'mend'];
/** A run is a part of one with a smaller number, so that none is a part of itself. */
const run = fc.tuple(fc.nat(3), fc.nat(3), fc.boolean(), name(JOBS)).map(([one, other, isPart, job]) => ({
  runId: `run-${Math.max(one, other)}`,
  facets: {
    ...(isPart && one !== other && { parent: { run: { runId: `run-${Math.min(one, other)}` }, job } }),
    errorMessage: { message: `${one} ${other}` },
  },
}));
const TYPES = ['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER', undefined];
const runEvents = fc
  .tuple(fc.constantFrom(...TYPES), time, run, name(JOBS), sides)
  .map(([eventType, eventTime, told, job, known]) => ({ eventType, eventTime, run: told, job, ...known }));
const jobEvents = fc.tuple(time, name(JOBS), sides).map(([eventTime, job, known]) => ({ eventTime, job, ...known }));
const datasetEvents = fc.tuple(time, dataset).map(([eventTime, told]) => ({ eventTime, dataset: told }));
const events = fc.array(fc.oneof({ weight: 4, arbitrary: runEvents }, jobEvents, datasetEvents), {
  minLength: 1,
  maxLength: 12,
});
const order = fc.array(fc.nat(1_000), { minLength: 24, maxLength: 24 });

let projects = 0;
async function newProject(): Promise<string> {
  const project = `order-${++projects}`;
  await app.graphql('mutation ($name: String!) { createProject(input: {name: $name}) { project { name } } }', {
    name: project,
  });
  return project;
}

it('events give the same graph in any order, told once or more, one after the other or at one time', async () => {
  await fc.assert(
    fc.asyncProperty(events, order, async (told: readonly Fields[], keys) => {
      const again = [...told, ...told].map((event, index) => ({ event, key: keys[index] ?? 0 }));
      const shuffled = again.sort((a, b) => a.key - b.key).map(({ event }) => event);
      const [once, shuffledProject, atOnce] = [await newProject(), await newProject(), await newProject()];
      for (const [project, list] of [
        [once, told],
        [shuffledProject, shuffled],
      ] as const)
        expect(await tell(app, list, { url: BATCH, 'headwater-project': project })).toMatchObject({
          body: { status: 'success' },
        });
      const answers = await Promise.all(shuffled.map((event) => tell(app, event, { 'headwater-project': atOnce })));

      expect(answers.map(({ status, body }) => (status === 201 ? 201 : body))).toEqual(shuffled.map(() => 201));
      const graph = await wholeGraph(app, { project: once });
      expect(await wholeGraph(app, { project: shuffledProject })).toEqual(graph);
      expect(await wholeGraph(app, { project: atOnce })).toEqual(graph);
    }),
    { numRuns: casesOf(8, 200) },
  );
}, 1_800_000);
