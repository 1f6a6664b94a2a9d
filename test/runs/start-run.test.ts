import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { RunClient } from './run-client.js';

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
});

afterAll(() => app.close());

describe('startRun', () => {
  it('keeps everything that is said about the run, and makes its experiment', async () => {
    await new Seed(app).datasetVersion('flights');
    const input = {
      type: 'TRANSFORM',
      experiment: 'delays',
      name: 'first-try',
      startedAt: '2026-11-01T10:00:00.250+01:00',
      parameters: [{ name: 'lr', value: '0.1' }],
      inputs: [{ ref: 'flights@1', role: 'training data' }],
      code: { repository: 'https://git/x', commit: 'abc', entryPoint: 'train.py' },
      environment: { python: '3.12', packages: { numpy: '2.1' } },
      description: 'A try.',
      tags: [{ key: 'team', value: 'ops' }],
      owner: 'ada',
    };

    const { startRun } = await app.graphql<{ startRun: unknown }>(
      `mutation ($input: StartRunInput!) { startRun(input: $input) { created run {
         kind name label version type status key startedAt endedAt message description owner createdBy
         code { repository commit entryPoint } environment parameters { name value } metrics { name } tags { key value }
         inputs { role node { label kind } } outputs { role } experiment { name kind } parent { id }
       } } }`,
      { input },
      { user: 'bob' },
    );

    expect(startRun).toEqual({
      created: true,
      run: {
        kind: 'RUN',
        name: 'first-try',
        label: 'first-try',
        version: null,
        type: 'TRANSFORM',
        status: 'RUNNING',
        key: null,
        startedAt: '2026-11-01T09:00:00.250Z',
        endedAt: null,
        message: null,
        description: 'A try.',
        owner: 'ada',
        createdBy: 'bob',
        code: input.code,
        environment: input.environment,
        parameters: input.parameters,
        metrics: [],
        tags: input.tags,
        inputs: [{ role: 'training data', node: { label: 'flights@1', kind: 'DATASET_VERSION' } }],
        outputs: [],
        experiment: { name: 'delays', kind: 'EXPERIMENT' },
        parent: null,
      },
    });
  });

  it('needs no more than a type: the run gets a name, and belongs to the experiment "default"', async () => {
    const { startRun } = await app.graphql<{ startRun: { run: { name: string } } }>(
      'mutation { startRun(input: { type: EVALUATION }) { run { name status experiment { name } } } }',
    );

    expect(startRun.run).toMatchObject({ status: 'RUNNING', experiment: { name: 'default' } });
    expect(startRun.run.name).toMatch(/^evaluation-[0-9a-f]{8}$/);
  });

  it('lets runs share a name, since only the id refers to a run', async () => {
    const first = await runs.start({ name: 'nightly' });
    const second = await runs.start({ name: 'nightly' });

    expect(second.id).not.toBe(first.id);
    expect(await runs.logError({ id: 'nightly' }, {})).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });

  it('makes one experiment when many runs start in it at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => runs.start({ experiment: 'crowd' })));

    const { experiment } = await app.graphql<{ experiment: { runs: { nodes: unknown[] } } }>(
      '{ experiment(name: "crowd") { runs(first: 100) { nodes { id } } } }',
    );
    expect(experiment.runs.nodes).toHaveLength(12);
  });

  it('waits as PENDING when asked to, and then has no start time', async () => {
    expect(await runs.start({ status: 'PENDING' })).toMatchObject({ status: 'PENDING', startedAt: null });
  });

  it('puts a part of a run into the experiment of that run, unless it names another', async () => {
    const parent = await runs.start({ experiment: 'sweep' });
    const part = await runs.start({ parent: parent.id, name: 'part' });
    const stray = await runs.start({ parent: parent.id, experiment: 'elsewhere' });

    const query = 'query ($id: ID!) { run(id: $id) { experiment { name } parent { id } } }';
    expect(await app.graphql(query, { id: part.id })).toEqual({
      run: { experiment: { name: 'sweep' }, parent: { id: parent.id } },
    });
    expect(await app.graphql(query, { id: stray.id })).toEqual({
      run: { experiment: { name: 'elsewhere' }, parent: { id: parent.id } },
    });
  });
});

describe('a key', () => {
  it('gives the run that has it, as it is', async () => {
    const first = await runs.startKeyed({ key: 'job-1', parameters: [{ name: 'lr', value: '1' }] });
    const again = await runs.startKeyed({ key: 'job-1', parameters: [{ name: 'lr', value: '2' }], name: 'other' });

    expect(first.created).toBe(true);
    expect(again).toEqual({ created: false, run: first.run });
  });

  it('makes one run when many start with it at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => runs.startKeyed({ key: 'race' })));

    expect(new Set(answers.map(({ run }) => run.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
  });

  it('means something else in another project', async () => {
    await app.graphql('mutation { createProject(input: { name: "other" }) { project { name } } }');
    const here = await runs.startKeyed({ key: 'shared' });

    const there = await new RunClient(app, { project: 'other' }).startKeyed({ key: 'shared' });

    expect(there.created).toBe(true);
    expect(there.run.id).not.toBe(here.run.id);
  });

  it('is refused for a run of another type or experiment', async () => {
    await runs.startKeyed({ key: 'job-2', experiment: 'one' });

    expect(await runs.startError({ key: 'job-2', type: 'INGEST' })).toMatchObject({ extensions: { code: 'CONFLICT' } });
    expect(await runs.startError({ key: 'job-2', experiment: 'two' })).toMatchObject({
      message: expect.stringContaining('belongs to a run of type TRAINING in experiment "one"'),
      extensions: { code: 'CONFLICT', field: 'key', found: 'job-2' },
    });
  });

  it('is free again once its run is deleted', async () => {
    const first = await runs.startKeyed({ key: 'job-3' });
    await app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { id } } }', { id: first.run.id });

    const second = await runs.startKeyed({ key: 'job-3' });

    expect(second.created).toBe(true);
    expect(second.run.id).not.toBe(first.run.id);
  });
});

describe('a run that can not be started', () => {
  it.each([
    ['a final status', { status: 'SUCCEEDED' }, 'BAD_USER_INPUT', 'starts as RUNNING or PENDING, not as SUCCEEDED'],
    [
      'a start time while PENDING',
      { status: 'PENDING', startedAt: '2026-01-01T00:00:00Z' },
      'BAD_USER_INPUT',
      'takes no startedAt',
    ],
    [
      'a bad experiment name',
      { experiment: 'My\nExperiment' },
      'BAD_USER_INPUT',
      '"My\\nExperiment" can\'t be the name of an experiment',
    ],
    ['a bad name', { name: ' Run 1' }, 'BAD_USER_INPUT', '" Run 1" can\'t be the name of a run'],
    ['an empty key', { key: '' }, 'BAD_USER_INPUT', 'key is ""'],
    ['an unknown parent', { parent: 'run_01h455vb4pex5vsknk084sn02q' }, 'NOT_FOUND', 'run_01h455vb4pex5vsknk084sn02q'],
    ['an unknown input', { inputs: [{ ref: 'nowhere@1' }] }, 'NOT_FOUND', '"nowhere@1"'],
    ['a repository without a name', { code: { repository: ' ' } }, 'BAD_USER_INPUT', 'code.repository is empty'],
    [
      'a number that JSON would round',
      { environment: { seed: 2n ** 60n } },
      'BAD_USER_INPUT',
      'environment.seed is 1152921504606846976',
    ],
    [
      'text that can not be stored',
      { environment: { a: ['\u0000'] } },
      'BAD_USER_INPUT',
      'environment.a[0] holds a NUL',
    ],
  ])('has %s, and leaves nothing behind', async (_what, input, code, message) => {
    const count = async () =>
      (await app.graphql<{ runs: { nodes: unknown[] } }>('{ runs(first: 1000) { nodes { id } } }')).runs.nodes.length;
    const before = await count();

    const error = await runs.startError({ experiment: 'failures', ...input });

    expect(error.extensions.code).toBe(code);
    expect(error.message).toContain(message);
    expect(await count()).toBe(before);
    expect(await app.graphql('{ experiment(name: "failures") { id } }')).toEqual({ experiment: null });
  });
});
