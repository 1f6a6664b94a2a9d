import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { type AnsweredRun, RunClient } from '../run-client.js';

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { RUN_LOST_AFTER_SECONDS: 0 } });
  runs = new RunClient(app);
});

afterAll(() => app.close());

const HEARTBEAT = 'mutation ($run: Ref!) { heartbeatRun(input: { run: $run }) { run { status reportedAt } } }';

const becomes = (run: AnsweredRun, status: string) =>
  eventually(async () => expect((await runs.read(run)).status).toBe(status), 10_000);

/** As if nothing had been heard of it for a long time. */
async function silence(run: AnsweredRun): Promise<void> {
  const text = `update run set reported_at = reported_at - interval '1 hour' where id = (select id from node where kind = 'RUN' and name = $1)`;
  await app.database.query({ name: '', text } as never, [run.name]);
}

describe('a run that is silent for as long as it said', () => {
  it('is LOST, which the log tells, and RUNNING again once it reports', async () => {
    const run = await runs.start({ name: 'silent', lostAfterSeconds: 600 });
    await silence(run);
    await becomes(run, 'LOST');
    const { changes } = await app.graphql<{ changes: { nodes: { principal: string; reason: string }[] } }>(
      `{ changes(of: ["${run.id}"], order: NEWEST_FIRST, first: 1) { nodes { principal reason } } }`,
    );
    expect(changes.nodes).toEqual([
      { principal: 'headwater', reason: expect.stringMatching(/not reported for 3[67]\d\d sec/) },
    ]);

    await runs.log(run, { metrics: [{ name: 'm', value: 1 }] });
    expect(await runs.read(run)).toMatchObject({ status: 'RUNNING', startedAt: run.startedAt, endedAt: null });

    await silence(run);
    await becomes(run, 'LOST');
    expect(await app.graphql(HEARTBEAT, { run: run.id })).toMatchObject({
      heartbeatRun: { run: { status: 'RUNNING' } },
    });
  }, 30_000);

  it('is found however many runs were deleted that were still to report', async () => {
    const deleted = await runs.start({ name: 'deleted', lostAfterSeconds: 600 });
    await app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { id } } }', { id: deleted.id });
    await silence(deleted);
    const id = `('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid`;
    for (const text of [
      `insert into node (id, kind, project, name, parent_id, logical, created_by, deleted_at, deleted_by)
       select ${id}, n.kind, n.project, n.name, n.parent_id, n.logical, n.created_by, n.deleted_at, n.deleted_by
       from node n cross join generate_series(1, 500) i where n.kind = 'RUN' and n.name = 'deleted'`,
      `insert into run (id, project, type, status, started_at, reported_at, lost_after)
       select ${id}, r.project, r.type, r.status, r.started_at, r.reported_at, r.lost_after
       from run r join node n on n.id = r.id and n.name = 'deleted' cross join generate_series(1, 500) i`,
    ])
      await app.database.query({ name: '', text } as never);

    const run = await runs.start({ name: 'behind them', lostAfterSeconds: 600 });
    await silence(run);
    await becomes(run, 'LOST');
  }, 30_000);

  it('can be ended as it is', async () => {
    const run = await runs.start({ name: 'ended', lostAfterSeconds: 600 });
    await silence(run);
    await becomes(run, 'LOST');
    expect(await runs.finish(run, { status: 'FAILED' })).toMatchObject({ status: 'FAILED' });
    expect(await app.graphql(HEARTBEAT, { run: run.id })).toMatchObject({
      heartbeatRun: { run: { status: 'FAILED' } },
    });
  }, 30_000);

  it('is waited for where neither it nor the service says for how long, and where it ended or was never begun', async () => {
    const patient = await runs.start({ name: 'patient' });
    const never = await runs.start({ name: 'never', lostAfterSeconds: 0 });
    const pending = await runs.start({ name: 'pending', status: 'PENDING', lostAfterSeconds: 1 });
    const done = await runs.start({ name: 'done', lostAfterSeconds: 600 });
    await runs.finish(done);
    for (const run of [patient, never, done]) await silence(run);
    const lost = await runs.start({ name: 'lost', lostAfterSeconds: 600 });
    await silence(lost);
    await becomes(lost, 'LOST');
    const states = await Promise.all([patient, never, pending, done].map(async (run) => (await runs.read(run)).status));
    expect(states).toEqual(['RUNNING', 'RUNNING', 'PENDING', 'SUCCEEDED']);
  }, 30_000);
});

it('refuses a time that is none', async () => {
  for (const lostAfterSeconds of [-1, 31_536_001])
    expect(await runs.startError({ lostAfterSeconds })).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', field: 'lostAfterSeconds' },
    });
});
