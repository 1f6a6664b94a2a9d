import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tell } from '../../integrations/openlineage/told.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { namedGraph } from '../graphs/named-graph.js';

type Fields = Readonly<Record<string, unknown>>;

/** What was written so far into one project. */
interface Project {
  readonly name: string;
  readonly runs: Map<string, string>;
}

/** One write, which may be sent again; `needs` names what must have been written before. */
interface Write {
  readonly needs: readonly string[];
  readonly send: (project: Project) => Promise<unknown>;
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

function mutation(field: string, type: string, inputOf: (project: Project) => Fields, selection = 'created') {
  return (project: Project) =>
    app.graphql<Fields>(
      `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`,
      { input: inputOf(project) },
      { project: project.name },
    );
}

function dataset(name: string, derivedFrom: readonly string[] = []): Write {
  const columns = [{ name: 'c', type: 'INT64' }];
  const input = {
    dataset: name,
    digest: `sha256:${name}`,
    location: 's3://x',
    columns,
    derivedFrom: derivedFrom.map((of) => `${of}@1`),
  };
  return { needs: derivedFrom, send: mutation('registerDatasetVersion', 'RegisterDatasetVersionInput', () => input) };
}

function run(key: string, inputs: readonly string[], parent?: string): Write {
  const input = ({ runs }: Project) => ({
    key,
    name: key,
    type: 'TRANSFORM',
    inputs: inputs.map((of) => ({ ref: `${of}@1` })),
    ...(parent !== undefined && { parent: runs.get(parent) }),
  });
  const start = mutation('startRun', 'StartRunInput', input, 'run { id }');
  return {
    needs: [...inputs, ...(parent === undefined ? [] : [parent])],
    send: async (project) => {
      const { startRun } = (await start(project)) as { startRun: { run: { id: string } } };
      project.runs.set(key, startRun.run.id);
    },
  };
}

function output(of: string, ref: string, needs: readonly string[] = [ref.replace('@1', '')]): Write {
  const send = mutation(
    'logRun',
    'LogRunInput',
    ({ runs }) => ({ run: runs.get(of), outputs: [{ ref }], metrics: [{ name: 'rows', value: 1 }] }),
    'run { id }',
  );
  return { needs: [of, ...needs], send };
}

/** An event of OpenLineage, in which our own datasets have names of their own. */
function told(job: string, eventType: string, inputs: readonly string[], outputs: readonly string[]): Write {
  return {
    needs: [],
    send: async ({ name }) => {
      const of = (names: readonly string[]) => names.map((each) => ({ namespace: `headwater://${name}`, name: each }));
      const event = {
        eventType,
        eventTime: eventType === 'START' ? '2026-11-24T10:00:00Z' : '2026-11-24T10:05:00Z',
        run: { runId: `run-of-${job}` },
        job: { namespace: 'ns', name: job },
        inputs: of(inputs),
        outputs: of(outputs),
      };
      const { status, body } = await tell(app, event, { 'headwater-project': name });
      if (status !== 201) throw new Error(JSON.stringify(body));
    },
  };
}

const ROWS = [{ airport: 'SEA', n: 1, event_time: '2026-01-01T00:00:00Z' }];

const WRITES: Readonly<Record<string, Write>> = {
  a: dataset('a'),
  b: dataset('b', ['a']),
  c: dataset('c'),
  first: run('first', ['a']),
  second: run('second', ['b', 'a'], 'first'),
  'first wrote b': output('first', 'b@1'),
  'second wrote c': output('second', 'c@1'),
  airport: {
    needs: [],
    send: mutation('defineEntity', 'DefineEntityInput', () => ({
      name: 'airport',
      joinKeys: [{ name: 'airport', type: 'STRING' }],
    })),
  },
  set: {
    needs: ['airport', 'a'],
    send: mutation('publishFeatureSet', 'PublishFeatureSetInput', () => ({
      name: 'set',
      entity: 'airport',
      features: [{ name: 'n', type: 'INT64', sources: [{ dataset: 'a@1:c' }] }],
    })),
  },
  rows: {
    needs: ['set', 'second'],
    send: mutation(
      'writeFeatures',
      'WriteFeaturesInput',
      ({ runs }) => ({ featureSet: 'set@1', rows: ROWS, run: runs.get('second') }),
      'written',
    ),
  },
  service: {
    needs: ['set'],
    send: mutation('defineFeatureService', 'DefineFeatureServiceInput', () => ({
      name: 'board',
      features: ['set@1:n'],
    })),
  },
  model: {
    needs: ['set', 'b', 'first'],
    send: mutation('registerModelVersion', 'RegisterModelVersionInput', ({ runs }) => ({
      model: 'model',
      artifact: { uri: 's3://m', digest: 'sha256:m' },
      signature: ['set@1:n'],
      trainedOn: ['b@1'],
      run: runs.get('first'),
    })),
  },
  deployed: {
    needs: ['model'],
    send: mutation(
      'deploy',
      'DeployInput',
      () => ({
        deployment: 'production/here',
        bindings: [{ modelVersion: 'model@1', trafficPercent: 100 }],
        createEnvironment: true,
      }),
      'changed',
    ),
  },
  'load begins': told('load', 'START', ['a'], []),
  'load ends': told('load', 'COMPLETE', ['a'], ['c', 'elsewhere']),
  'mend ends': told('mend', 'COMPLETE', ['c'], ['c']),
};
const NAMES = Object.keys(WRITES);

/** Each with all that it needs, in the order of the keys as far as needs allow, some of them once more somewhere behind. */
function inSomeOrder(chosen: readonly string[], keys: readonly number[]): string[] {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    for (const need of WRITES[name]?.needs ?? []) want(need);
    wanted.add(name);
  };
  for (const name of chosen) want(name);
  const keyOf = (name: string) => keys[NAMES.indexOf(name)] ?? 0;
  const order: string[] = [];
  while (wanted.size > 0) {
    const open = [...wanted].filter((name) => WRITES[name]?.needs.every((need) => order.includes(need)));
    const [next = ''] = open.sort((one, other) => keyOf(one) - keyOf(other));
    wanted.delete(next);
    order.push(next);
  }
  for (const name of [...order])
    if (keyOf(name) % 3 === 0)
      order.splice(order.indexOf(name) + 1 + (keyOf(name) % (order.length - order.indexOf(name))), 0, name);
  return order;
}

let projects = 0;
async function graphOf(order: readonly string[]): Promise<unknown> {
  const project = { name: `order-${++projects}`, runs: new Map<string, string>() };
  await app.graphql('mutation ($name: String!) { createProject(input: {name: $name}) { project { name } } }', {
    name: project.name,
  });
  for (const name of order) await WRITES[name]?.send(project);
  return namedGraph(app, project.name);
}

it('the order of writes, and how often each is sent, do not change the graph', async () => {
  const keys = fc.array(fc.nat(1_000), { minLength: NAMES.length, maxLength: NAMES.length });
  await fc.assert(
    fc.asyncProperty(fc.subarray(NAMES, { minLength: 4 }), keys, async (chosen, some) => {
      const order = inSomeOrder(chosen, some);
      const once = inSomeOrder(
        chosen,
        NAMES.map((_, index) => 3 * index + 1),
      );

      expect(await graphOf(order)).toEqual(await graphOf(once));
    }),
    { numRuns: casesOf(8, 1_000) },
  );
}, 3_600_000);
