import type { ServiceLookup } from '../features/services/service-lookup.js';
import type { Graph } from '../graph/graph.js';
import { quoteName } from '../graph/names/format-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import { badInput, failedPrecondition, notFound } from '../platform/errors.js';
import { findJob, type Job, requestCancel } from '../platform/jobs/job.sql.js';
import type { JobRunner } from '../platform/jobs/job-runner.js';
import { REBUILD_JOB, rebuildTrainingSet } from './building/rebuild-training-set.js';
import { BUILD_JOB, createTrainingSet, type NewTrainingSet, type SpineSource } from './create-training-set.js';
import { inlineSpine } from './spines/inline-spine.js';
import type { CreateTrainingSetInput } from './training-set.input.js';

export const TRAINING_JOBS = [BUILD_JOB, REBUILD_JOB];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The use cases of training sets; each leaves a job and wakes the runner. */
export class TrainingSetService {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly services: ServiceLookup,
    private readonly runner: JobRunner,
  ) {}

  createFromInput(caller: Caller, input: CreateTrainingSetInput): Promise<Job> {
    return this.create(caller, { ...input, spine: spineOf(input) });
  }

  async create(caller: Caller, request: NewTrainingSet): Promise<Job> {
    const id = await createTrainingSet(this.database, this.graph, this.services, caller, request);
    return this.wakeFor(id, caller);
  }

  async rebuild(caller: Caller, trainingSet: string): Promise<Job> {
    return this.wakeFor(await rebuildTrainingSet(this.database, this.graph, caller, trainingSet), caller);
  }

  /** Asks a job to stop. One that has ended throws FAILED_PRECONDITION. */
  async cancel(caller: Caller, id: string): Promise<Job> {
    const job = await this.requireJob(caller, id);
    if (!(await requestCancel(this.database, id)))
      throw failedPrecondition(`The job ${id} has ${job.status} already.`, { status: job.status });
    return this.wakeFor(id, caller);
  }

  /** A job of the caller's project; undefined if there is none. */
  async findJob(caller: Caller, id: string): Promise<Job | undefined> {
    const job = UUID.test(id) ? await findJob(this.database, id) : undefined;
    return job !== undefined && job.project === caller.project && TRAINING_JOBS.includes(job.kind) ? job : undefined;
  }

  private async requireJob(caller: Caller, id: string): Promise<Job> {
    const job = await this.findJob(caller, id);
    if (job === undefined)
      throw notFound(`No training set job "${id}" in project ${quoteName(caller.project)}.`, { found: id });
    return job;
  }

  private wakeFor(id: string, caller: Caller): Promise<Job> {
    this.runner.wake();
    return this.requireJob(caller, id);
  }
}

function spineOf({ spine, spineDataset }: CreateTrainingSetInput): SpineSource {
  if ((spine == null) === (spineDataset == null)) {
    throw badInput(`Give either spine or spineDataset; ${spine == null ? 'none was' : 'both were'} given.`, {
      field: 'spine',
    });
  }
  return spineDataset == null ? inlineSpine(spine) : { dataset: spineDataset };
}
