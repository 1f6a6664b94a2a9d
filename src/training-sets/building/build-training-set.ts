import { JobCaller } from '../../access/callers.js';
import { selectDefinitions } from '../../features/definitions/references/feature-references.sql.js';
import { requireKeptHistory } from '../../features/lookups/history/kept-history.js';
import type { Graph } from '../../graph/graph.js';
import { isUniqueViolation } from '../../platform/database/connections/database-errors.js';
import type { Database } from '../../platform/database/database.js';
import type { Job } from '../../platform/jobs/job.sql.js';
import type { JobContext, JobHandler } from '../../platform/jobs/job-runner.js';
import type { BuildInput } from '../create-training-set.js';
import { registerTrainingSet } from '../register-training-set.js';
import { shareBuildLock } from '../spines/build-lock.sql.js';
import { dropTrainingTables, measureSpine } from '../spines/spine.sql.js';
import type { SpineReader } from '../spines/spine-reader.js';
import { BUILD_JOB } from '../training-jobs.js';
import {
  deleteTrainingSet,
  findByStorage,
  insertBlock,
  selectBlocks,
  type TrainingSetRow,
} from '../training-set.sql.js';
import { inParallel } from './in-parallel.js';
import { BLOCK_ROWS, joinBlock } from './join-block.sql.js';

/** Two connections keep both cores of a small PostgreSQL busy: an `insert … select` gets no parallel plan of its own. */
export const WORKERS = 2;

/** Builds training sets block by block. What was joined before a restart stays joined. */
export class TrainingSetBuilder implements JobHandler {
  readonly kind = BUILD_JOB;

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly spines: SpineReader,
  ) {}

  async run(job: Job, context: JobContext): Promise<void> {
    const input = job.input as BuildInput;
    const caller = new JobCaller(job);
    if (input.spineDatasetVersionId !== null) await this.spines.readInto(input, context);
    const set = await this.find(input.storage);
    const { rows, first } = await measureSpine(this.database, input.storage);
    const definitions = await selectDefinitions(
      this.database,
      set.recipe.sets.map(({ featureSetVersionId }) => featureSetVersionId),
    );
    for (const definition of definitions.values()) requireKeptHistory(definition, [first]);
    await this.joinBlocks(set, rows, context);
    await context.progress('Registering the training set', rows, rows);
    await registerTrainingSet(this.database, this.graph, caller, job, set);
  }

  async discard(job: Job): Promise<void> {
    const { storage } = job.input as BuildInput;
    await this.database.quietTransaction(async (tx) => {
      await dropTrainingTables(tx, storage);
      await deleteTrainingSet(tx, storage);
    });
  }

  private async joinBlocks(set: TrainingSetRow, rows: number, context: JobContext): Promise<void> {
    const joined = new Set((await selectBlocks(this.database, set.storage)).map(({ block }) => block));
    const all = Array.from({ length: Math.ceil(rows / BLOCK_ROWS) }, (_, block) => block);
    let done = joined.size;
    const report = () => context.progress('Joining', Math.min(done * BLOCK_ROWS, rows), rows);
    await report();
    await inParallel(
      WORKERS,
      all.filter((block) => !joined.has(block)),
      async (block) => {
        await this.joinOnce(set, block);
        done++;
        await report();
      },
    );
  }

  /** A process that lost its lock may still be at the same block: what it has kept counts. */
  private async joinOnce({ storage, recipe, knownAt }: TrainingSetRow, block: number): Promise<void> {
    try {
      await this.database.quietTransaction(async (tx) => {
        await shareBuildLock(tx, storage);
        await insertBlock(tx, storage, block, await joinBlock(tx, storage, recipe, block, knownAt));
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  private async find(storage: number): Promise<TrainingSetRow> {
    const set = await findByStorage(this.database, storage);
    if (set === undefined) throw new Error(`there is no training set ${storage}`);
    return set;
  }
}
