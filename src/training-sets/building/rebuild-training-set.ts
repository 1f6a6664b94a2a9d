import { askedBy, type Caller } from '../../graph/nodes/caller.js';
import { newNodeId } from '../../graph/nodes/node-id.js';
import type { Database } from '../../platform/database/database.js';
import { failedPrecondition } from '../../platform/errors.js';
import { endJob, insertJob, type Job } from '../../platform/jobs/job.sql.js';
import type { JobContext, JobHandler } from '../../platform/jobs/job-runner.js';
import { JobStatus } from '../../platform/jobs/job-status.js';
import { requireTrainingSet } from '../find-training-set.js';
import { type OnJobs, REBUILD_JOB, wakeTrainingJob } from '../training-jobs.js';
import { findByStorage, selectBlocks, type TrainingSetRow } from '../training-set.sql.js';
import { WORKERS } from './build-training-set.js';
import { inParallel } from './in-parallel.js';
import { BLOCK_ROWS, type JoinedBlock, rejoinBlock } from './join-block.sql.js';
import { trainingDigest } from './training-digest.js';

interface RebuildInput {
  readonly storage: number;
  readonly datasetVersionId: string;
}

/** What a rebuild came to. */
export interface RebuildResult {
  readonly datasetVersionId: string;
  /** SHA-256 of the rows as they come out now, hex. */
  readonly digest: string;
  readonly matches: boolean;
  /** Number of the first row of the first block that differs, from 1; null where none does. */
  readonly firstDifferentRow: number | null;
}

/** Leaves a job that makes a training set again from its kept spine and pinned recipe, to see whether its digest still holds. */
export async function rebuildTrainingSet(room: OnJobs, caller: Caller, ref: string): Promise<Job> {
  caller.demand('training-set:create');
  const { database, graph } = room;
  const { set, label, datasetVersionId } = await requireTrainingSet(database, graph, caller, ref);
  if (set.notRebuildable !== null)
    throw failedPrecondition(`${label} can't be rebuilt: ${set.notRebuildable}`, { found: label });
  const id = newNodeId();
  const input: RebuildInput = { storage: set.storage, datasetVersionId };
  await database.quietTransaction(async (tx) => {
    const notes = graph.record(tx, caller, 'training-set:create');
    notes.changedThing(`job/${id}`, null, { kind: REBUILD_JOB, datasetVersionId });
    notes.about(datasetVersionId);
    await insertJob(tx, { id, kind: REBUILD_JOB, ...askedBy(caller), input });
  });
  return wakeTrainingJob(room, caller, id);
}

/** Joins the blocks of a training set again and compares. It keeps nothing, so an attempt after a restart begins anew. */
export class TrainingSetRebuilder implements JobHandler {
  readonly kind = REBUILD_JOB;

  constructor(private readonly database: Database) {}

  async run(job: Job, context: JobContext): Promise<void> {
    const { storage, datasetVersionId } = job.input as RebuildInput;
    const set = await findByStorage(this.database, storage);
    if (set === undefined) throw failedPrecondition('The training set was deleted meanwhile.');
    const stored = await selectBlocks(this.database, storage);
    const rejoined = await this.rejoin(set, stored.length, context);
    const digest = trainingDigest(set.recipe, rejoined);
    const different = stored.findIndex((block, index) => block.digest !== rejoined[index]?.digest);
    const result: RebuildResult = {
      datasetVersionId,
      digest,
      matches: digest === set.digest,
      firstDifferentRow: different < 0 ? null : different * BLOCK_ROWS + 1,
    };
    await endJob(this.database, job.id, { status: JobStatus.SUCCEEDED, result });
  }

  async discard(): Promise<void> {}

  private async rejoin(
    { storage, recipe, knownAt }: TrainingSetRow,
    blocks: number,
    context: JobContext,
  ): Promise<JoinedBlock[]> {
    const rejoined: JoinedBlock[] = new Array(blocks);
    let done = 0;
    await inParallel(
      WORKERS,
      Array.from({ length: blocks }, (_, block) => block),
      async (block) => {
        rejoined[block] = await rejoinBlock(this.database, storage, recipe, block, knownAt);
        await context.progress('Joining again', ++done * BLOCK_ROWS, blocks * BLOCK_ROWS);
      },
    );
    return rejoined;
  }
}
