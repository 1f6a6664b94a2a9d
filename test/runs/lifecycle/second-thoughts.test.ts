import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { wholeFeed } from '../../changes/whole-feed.js';
import { eventually } from '../../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
});

afterAll(() => app.close());

const mutate = (name: string, type: string, answer = 'run { id name status endedAt message lostAfterSeconds }') =>
  `mutation ($input: ${type}!) { ${name}(input: $input) { ${answer} } }`;
const RESUME = mutate('resumeRun', 'ResumeRunInput');
const UPDATE = mutate('updateRun', 'UpdateRunInput');
const DELETE = 'mutation ($id: Ref!) { deleteNode(input: { id: $id, reason: "clutter" }) { __typename } }';
const RESTORE_RUN = mutate('restoreRun', 'RestoreRunInput', 'run { id deletedAt }');
const RESTORE_EXPERIMENT = mutate('restoreExperiment', 'RestoreExperimentInput', 'experiment { id deletedAt }');

describe('resumeRun', () => {
  it('has a run go on that had ended, with all it had', async () => {
    const run = await runs.start({ parameters: [{ name: 'lr', value: '1' }] });
    await runs.finish(run, { status: 'FAILED', message: 'out of memory' });

    expect(await app.graphql(RESUME, { input: { run: run.id } })).toMatchObject({
      resumeRun: { run: { status: 'RUNNING', endedAt: null, message: null } },
    });

    await runs.log(run, { metrics: [{ name: 'm', value: 1 }] });
    expect(await runs.finish(run)).toMatchObject({ status: 'SUCCEEDED', startedAt: run.startedAt, message: null });
  });
});

describe('updateRun', () => {
  it('gives another name, and another time to wait for reports', async () => {
    const run = await runs.start({ name: 'before' });
    expect(await app.graphql(UPDATE, { input: { run: run.id, name: 'after', lostAfterSeconds: 60 } })).toMatchObject({
      updateRun: { run: { id: run.id, name: 'after', lostAfterSeconds: 60 } },
    });
    expect(await app.graphqlError(UPDATE, { input: { run: run.id, name: '' } })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('two who name a run at once', () => {
  it('leave a log that ends with the name it has', async () => {
    const run = await runs.start({ name: 'first' });
    const rename = (name: string) => app.graphql(UPDATE, { input: { run: run.id, name } });
    const locker = new Client({ connectionString: app.databaseUrl });
    await locker.connect();
    await locker.query('begin');
    await locker.query(`select from run r join node n on n.id = r.id where n.name = 'first' for update of r`);
    const waiting = async (count: number) =>
      eventually(async () => {
        const { rows } = await locker.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        expect(rows).toHaveLength(count);
      });
    const second = rename('second');
    await waiting(1);
    const back = rename('first');
    await waiting(2);
    await locker.end();
    await Promise.all([second, back]);

    expect((await runs.log(run, {})).name).toBe('first');
    const told = (await wholeFeed(app.database)).flatMap(({ details }) => Object.values(details.things ?? {}));
    expect(told.filter(({ before }) => before?.name !== undefined).slice(-2)).toEqual([
      { before: { name: 'first' }, after: { name: 'second' } },
      { before: { name: 'second' }, after: { name: 'first' } },
    ]);
  });
});

describe('removeTags', () => {
  it('takes tags away, and then adds what is new', async () => {
    const run = await runs.start({
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    });
    const logged = await runs.log(run, { removeTags: ['a', 'nothing'], tags: [{ key: 'c', value: '3' }] });
    expect(logged.tags).toEqual([
      { key: 'b', value: '2' },
      { key: 'c', value: '3' },
    ]);
    await runs.finish(run);
    expect(await runs.logError(run, { removeTags: ['b'] })).toMatchObject({ extensions: { found: ['tags'] } });
    expect((await runs.log(run, { removeTags: ['a'] })).tags).toHaveLength(2);
  });
});

describe('a deleted run', () => {
  it('comes back with what it had', async () => {
    const run = await runs.start({ experiment: 'restored', parameters: [{ name: 'lr', value: '1' }] });
    await app.graphql(DELETE, { id: run.id });
    expect(await runs.logError(run, {})).toMatchObject({ extensions: { code: 'NOT_FOUND' } });

    const restored = await app.graphql(RESTORE_RUN, { input: { run: run.id } });
    expect(restored).toEqual({ restoreRun: { run: { id: run.id, deletedAt: null } } });
    expect(await app.graphql(RESTORE_RUN, { input: { run: run.id } })).toEqual(restored);
    expect((await runs.log(run, { metrics: [{ name: 'm', value: 1 }] })).parameters).toHaveLength(1);
  });

  it('comes back with its experiment, where it went with it, and not before', async () => {
    const [earlier, run] = [await runs.start({ experiment: 'gone' }), await runs.start({ experiment: 'gone' })];
    const { experiment } = await app.graphql<{ experiment: { id: string } }>('{ experiment(ref: "gone") { id } }');
    await app.graphql(DELETE, { id: earlier.id });
    await app.graphql(DELETE, { id: experiment.id });

    expect(await app.graphqlError(RESTORE_RUN, { input: { run: run.id } })).toMatchObject({
      message: expect.stringContaining('restoreExperiment brings both back'),
      extensions: { code: 'FAILED_PRECONDITION' },
    });
    await app.graphql(RESTORE_EXPERIMENT, { input: { experiment: experiment.id } });
    const { runs: found } = await app.graphql<{ runs: { nodes: { id: string }[] } }>(
      '{ runs(filter: { experiment: "gone" }) { nodes { id } } }',
    );
    expect(found.nodes).toEqual([{ id: run.id }]);
  });

  it('stays away where its experiment has a namesake', async () => {
    await runs.start({ experiment: 'twice' });
    const { experiment } = await app.graphql<{ experiment: { id: string } }>('{ experiment(ref: "twice") { id } }');
    await app.graphql(DELETE, { id: experiment.id });
    await runs.start({ experiment: 'twice' });
    expect(await app.graphqlError(RESTORE_EXPERIMENT, { input: { experiment: experiment.id } })).toMatchObject({
      extensions: { code: 'ALREADY_EXISTS', found: 'twice' },
    });
  });
});
