import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

const COMPARE = `query ($ids: [ID!]!, $all: Boolean!) {
  compareRuns(ids: $ids) {
    runs { id }
    parameters(all: $all) { name values differs }
    metrics(all: $all) { name values goal differs }
    tags(all: $all) { name values differs }
    code(all: $all) { name values differs }
    inputs(all: $all) { node { label } role has differs }
    outputs(all: $all) { node { label } role has differs }
  }
}`;

interface Row {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly differs: boolean;
}

interface Link {
  readonly node: { readonly label: string };
  readonly role: string | null;
  readonly has: readonly boolean[];
}

interface Comparison {
  readonly runs: readonly { id: string }[];
  readonly parameters: readonly Row[];
  readonly metrics: readonly (Row & { readonly goal: string | null })[];
  readonly tags: readonly Row[];
  readonly code: readonly Row[];
  readonly inputs: readonly Link[];
  readonly outputs: readonly Link[];
}

let app: AppUnderTest;
let ids: readonly string[];

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new Seed(app);
  for (const name of ['flights', 'weather']) await seed.datasetVersion(name);
  const runs = new RunClient(app);
  const code = (commit: string) => ({ repository: 'https://example.org/flights', commit, entryPoint: 'train.py' });
  const one = await runs.start({ code: code('aaa'), tags: [{ key: 'team', value: 'delay' }] });
  const two = await runs.start({
    code: code('bbb'),
    tags: [
      { key: 'team', value: 'delay' },
      { key: 'try', value: '2' },
    ],
  });
  const three = await runs.start({});
  const parameters = (depth: string) => [
    { name: 'depth', value: depth },
    { name: 'seed', value: '7' },
  ];
  await runs.log(one, {
    parameters: parameters('4'),
    metrics: [
      ...[0.7, 0.6].map((value, step) => ({ name: 'auc', value, step, goal: 'MAX' })),
      { name: 'loss', value: 'NaN' },
      { name: 'system/cpu', value: 90 },
    ],
    inputs: [{ ref: 'flights@1', role: 'training data' }, { ref: 'weather@1' }],
  });
  await runs.log(two, {
    parameters: parameters('8'),
    metrics: [
      { name: 'auc', value: 0.65 },
      { name: 'loss', value: 'NaN' },
    ],
    inputs: [{ ref: 'flights@1', role: 'training data' }],
    outputs: [{ ref: 'weather@1' }],
  });
  await runs.log(three, {
    parameters: parameters('8'),
    metrics: [{ name: 'loss', value: 'NaN' }],
    inputs: [{ ref: 'flights@1', role: 'test data' }],
  });
  ids = [one.id, two.id, three.id];
}, 60_000);

afterAll(() => app.close());

async function compare(some: readonly string[], all = false): Promise<Comparison> {
  return (await app.graphql<{ compareRuns: Comparison }>(COMPARE, { ids: some, all })).compareRuns;
}

const values = (rows: readonly Row[]) => Object.fromEntries(rows.map(({ name, values: some }) => [name, some]));

describe('runs side by side', () => {
  it('tell what differs, each in its order, and nothing of what is alike', async () => {
    const found = await compare(ids);

    expect(found.runs.map(({ id }) => id)).toEqual(ids);
    expect(values(found.parameters)).toEqual({ depth: ['4', '8', '8'] });
    // By its goal the best, not the last; what is not a number in all of them is alike; the machine is not asked about.
    expect(values(found.metrics)).toEqual({ auc: [0.7, 0.65, null] });
    expect(found.metrics[0]?.goal).toBe('MAX');
    expect(values(found.tags)).toEqual({ team: ['delay', 'delay', null], try: [null, '2', null] });
    expect(values(found.code)).toEqual({
      commit: ['aaa', 'bbb', null],
      entryPoint: ['train.py', 'train.py', null],
      repository: ['https://example.org/flights', 'https://example.org/flights', null],
    });
    expect(found.inputs.map(({ node, role, has }) => [node.label, role, has])).toEqual([
      ['flights@1', 'training data', [true, true, false]],
      ['flights@1', 'test data', [false, false, true]],
      ['weather@1', null, [true, false, false]],
    ]);
    expect(found.outputs.map(({ node, has }) => [node.label, has])).toEqual([['weather@1', [false, true, false]]]);
  });

  it('tell what is alike too where that is asked for', async () => {
    const [, two = '', three = ''] = ids;
    const found = await compare([three, two, three], true);

    expect(found.runs.map(({ id }) => id)).toEqual([three, two]);
    expect(found.parameters).toEqual([
      { name: 'depth', values: ['8', '8'], differs: false },
      { name: 'seed', values: ['7', '7'], differs: false },
    ]);
    expect(found.metrics.map(({ name, values: some, differs }) => [name, some, differs])).toEqual([
      ['auc', [null, 0.65], true],
      ['loss', ['NaN', 'NaN'], false],
    ]);
  });

  it.each([
    ['none', [], 'BAD_USER_INPUT', 'ids names 0 runs'],
    ['too many', Array.from({ length: 101 }, () => 'run_x'), 'BAD_USER_INPUT', 'ids names 101 runs'],
    ['one that is not there', ['run_01jzzzzzzzfqra2b3c4d5e6f7g'], 'NOT_FOUND', 'run_01j'],
  ])('are refused for %s', async (_what, given, code, named) => {
    const error = await app.graphqlError(COMPARE, { ids: given, all: false });

    expect(error.extensions.code).toBe(code);
    expect(error.message).toContain(named);
  });
});
