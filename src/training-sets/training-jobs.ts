import type { OnGraph } from '../graph/graph.js';
import { quoteName } from '../graph/names/format-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import { failedPrecondition, notFound } from '../platform/errors.js';
import { findJob, type Job, requestCancel } from '../platform/jobs/job.sql.js';
import type { JobRunner } from '../platform/jobs/job-runner.js';

export const BUILD_JOB = 'build-training-set';
export const REBUILD_JOB = 'rebuild-training-set';
export const TRAINING_JOBS = [BUILD_JOB, REBUILD_JOB];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What use cases that leave a job stand on. */
export interface OnJobs extends OnGraph {
  readonly jobs: JobRunner;
}

/** A training set job of the caller's project; undefined if there is none. */
export async function findTrainingJob(database: Database, caller: Caller, id: string): Promise<Job | undefined> {
  const job = UUID.test(id) ? await findJob(database, id) : undefined;
  return job !== undefined && job.project === caller.project && TRAINING_JOBS.includes(job.kind) ? job : undefined;
}

/** Has a job begun that was left, or ended that was asked to; as it is now. */
export async function wakeTrainingJob({ database, jobs }: OnJobs, caller: Caller, id: string): Promise<Job> {
  jobs.wake();
  return requireTrainingJob(database, caller, id);
}

/** Asks a job to stop. One that has ended throws FAILED_PRECONDITION. */
export async function cancelTrainingJob(room: OnJobs, caller: Caller, id: string): Promise<Job> {
  caller.demand('training-set:create');
  const job = await requireTrainingJob(room.database, caller, id);
  const asked = await room.database.quietTransaction(async (tx) => {
    const notes = room.graph.record(tx, caller, 'training-set:create');
    const found = await requestCancel(tx, id);
    if (found) notes.changedThing(`job/${id}`, {}, { cancelRequested: true });
    return found;
  });
  if (!asked) throw failedPrecondition(`The job ${id} has ${job.status} already.`, { status: job.status });
  return wakeTrainingJob(room, caller, id);
}

async function requireTrainingJob(database: Database, caller: Caller, id: string): Promise<Job> {
  const job = await findTrainingJob(database, caller, id);
  if (job === undefined)
    throw notFound(`No training set job "${id}" in project ${quoteName(caller.project)}.`, { found: id });
  return job;
}
