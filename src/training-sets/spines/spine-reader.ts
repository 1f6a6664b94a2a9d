import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import type { Graph } from '../../graph/graph.js';
import type { Database } from '../../platform/database/database.js';
import { failedPrecondition } from '../../platform/errors.js';
import { parseStoredJson } from '../../platform/http/bodies/json-body.js';
import type { JobContext } from '../../platform/jobs/job-runner.js';
import type { TableBatch } from '../../tables/table-batch.js';
import { splitJsonArray } from '../../values/split-json-array.js';
import type { BuildInput } from '../create-training-set.js';
import { findByStorage, selectByDatasetVersions, setRecipe, type TrainingSetRow } from '../training-set.sql.js';
import { shareBuildLock } from './build-lock.sql.js';
import { openDatasetFile } from './dataset-file.js';
import { jointTypes } from './joint-types.js';
import { loadSpine } from './load-spine.js';
import { analyzeSpine, emptySpine, selectSpine } from './spine.sql.js';
import { SpineEncoder } from './spine-encoder.js';
import { readSpineFile } from './spine-file.js';

const PAGE = 5_000;
const BEAT_MS = 500;

/** Reads the rows of stored dataset versions as spines: of files, and of earlier training sets. */
export class SpineReader {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    /** Files are read below it only; undefined: none. */
    private readonly directory: string | undefined,
  ) {}

  /** Fills the spine of a training set from the dataset version that its job names; a spine that is filled already stays. */
  async readInto({ storage, spineDatasetVersionId }: BuildInput, context: JobContext): Promise<void> {
    const set = await findByStorage(this.database, storage);
    if (set === undefined || spineDatasetVersionId === null) throw new Error(`there is no training set ${storage}`);
    if (set.recipe.spine.length > 0) return;
    const version = await this.graph.nodes.get(DatasetVersion, spineDatasetVersionId);
    const [earlier] = await selectByDatasetVersions(this.database, [version.nodeId]);
    const beat = beating(context);
    if (earlier !== undefined) return this.load(set, version.label, this.rowsOf(earlier, version.label, beat));
    const file = await openDatasetFile(version, this.directory, beat);
    try {
      await this.load(set, version.label, readSpineFile(file, jointTypes(set.recipe.keys)));
    } finally {
      await file.close();
    }
  }

  private async load(
    { storage, recipe }: TrainingSetRow,
    label: string,
    rows: AsyncIterable<TableBatch>,
  ): Promise<void> {
    const encoder = new SpineEncoder(
      recipe.keys,
      recipe.columns.map(({ name }) => name),
    );
    await this.database.withSession((session) =>
      session.transaction(async (tx) => {
        // Rows of an earlier training set that are erased meanwhile must not live on in this one.
        await shareBuildLock(tx, storage);
        await emptySpine(tx, storage);
        await loadSpine(session.client, storage, encoder, rows, (row) => `row ${row} of ${label}`);
        await analyzeSpine(tx, storage);
        await setRecipe(tx, storage, { ...recipe, spine: encoder.columns });
      }),
    );
  }

  /** The spine of an earlier training set; its features are left out. */
  private async *rowsOf(
    { storage, recipe, notRebuildable }: TrainingSetRow,
    label: string,
    beat: () => Promise<void>,
  ): AsyncGenerator<TableBatch> {
    if (notRebuildable !== null) throw failedPrecondition(`${label} has lost rows: ${notRebuildable}`);
    const names = recipe.spine.map(({ name }) => name);
    let last = 0;
    for (;;) {
      await beat();
      const page = await selectSpine(this.database, storage, last, PAGE);
      if (page.length === 0) return;
      const rows = page.map(({ spine }) => {
        const cells = splitJsonArray(spine);
        return Object.fromEntries(names.map((name, index) => [name, parseStoredJson(cells[index] ?? 'null')]));
      });
      yield { firstRow: last + 1, rows };
      last = page.at(-1)?.number ?? last;
    }
  }
}

/** Asks now and then, however long the reading takes, whether the job is to stop. */
function beating(context: JobContext): () => Promise<void> {
  let last = 0;
  return async () => {
    if (performance.now() - last < BEAT_MS && last > 0) return;
    last = performance.now();
    await context.progress('Reading the spine', 0, 1);
  };
}
