import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newNodeId } from '../../../src/graph/nodes/node-id.js';
import type { Database } from '../../../src/platform/database/database.js';
import { endJob, findJob, insertJob } from '../../../src/platform/jobs/job.sql.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { JobStatus } from '../../../src/platform/jobs/job-status.js';
import { createLogger } from '../../../src/platform/telemetry/logger.js';
import { eventually } from '../../support/eventually.js';
import { type ConnectedDatabase, connectTestDatabase } from '../../support/postgres/connected-database.js';

let own: ConnectedDatabase;
let database: Database;
beforeAll(async () => {
  own = await connectTestDatabase();
  ({ database } = own);
});
afterAll(() => own.close());

async function add(kind: string): Promise<string> {
  const id = newNodeId();
  await insertJob(database, { id, kind, project: 'default', input: {}, createdBy: 'ada', keyId: null });
  return id;
}

it('does the jobs behind one that fails and whose rest cannot be cleared away', async () => {
  const stuck = await add('stuck');
  const next = await add('quick');
  const runner = new JobRunner(database, createLogger('silent'));
  runner.start([
    {
      kind: 'stuck',
      async run() {
        throw new Error('broken');
      },
      async discard() {
        throw new Error('the rest is in the way');
      },
    },
    { kind: 'quick', run: ({ id }) => endJob(database, id, { status: JobStatus.SUCCEEDED }), async discard() {} },
  ]);

  await eventually(async () => expect((await findJob(database, next))?.status).toBe(JobStatus.SUCCEEDED));
  expect((await findJob(database, stuck))?.status).toBe(JobStatus.RUNNING);
  await runner.stop();
});
