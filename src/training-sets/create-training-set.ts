import { DATASET_VERSION } from '../datasets/dataset-kinds.js';
import { DatasetVersion } from '../datasets/dataset-version.entity.js';
import { selectDefinitions } from '../features/definitions/references/feature-references.sql.js';
import { awaitWritersAt } from '../features/definitions/storage/writer-lock.sql.js';
import type { FeatureChoice } from '../features/lookups/feature-choice.js';
import type { KnownAt } from '../features/lookups/history/known-at.js';
import type { ServiceLookup } from '../features/services/service-lookup.js';
import type { NodeMetadata } from '../graph/edges/graph-writer.js';
import { checkFreeName } from '../graph/names/free-name.js';
import { askedBy, type Caller } from '../graph/nodes/caller.js';
import { checkMetadata } from '../graph/nodes/check-metadata.js';
import { newNodeId } from '../graph/nodes/node-id.js';
import { insertJob, type Job } from '../platform/jobs/job.sql.js';
import type { TableBatch } from '../tables/table-batch.js';
import { carryKeys } from './keys/carried-keys.js';
import { isFileLocation } from './spines/dataset-file.js';
import { jointTypes } from './spines/joint-types.js';
import { loadSpine } from './spines/load-spine.js';
import { analyzeSpine, createTrainingTables, takeTrainingStorage } from './spines/spine.sql.js';
import { SpineEncoder } from './spines/spine-encoder.js';
import { readSpineFile, type SpineFile } from './spines/spine-file.js';
import { BUILD_JOB, type OnJobs, wakeTrainingJob } from './training-jobs.js';
import { planTrainingSet } from './training-recipe.js';
import { insertTrainingSet, selectByDatasetVersions } from './training-set.sql.js';

/** What a job that builds a training set works from; the recipe stands with the training set. */
export interface BuildInput extends NodeMetadata {
  readonly storage: number;
  /** Name of the dataset that the training set becomes a version of. */
  readonly name: string;
  /** The dataset version whose rows are the spine, where they are still to be read. */
  readonly spineDatasetVersionId: string | null;
}

/** Rows to join features to: given here, or those of a stored dataset version. */
export type SpineSource =
  | {
      readonly rows: AsyncIterable<TableBatch> | Iterable<TableBatch>;
      readonly place?: ((row: number) => string) | undefined;
    }
  | { readonly file: SpineFile }
  | { readonly dataset: string };

export interface NewTrainingSet extends NodeMetadata, FeatureChoice {
  readonly name: string;
  readonly knownAt: KnownAt;
  readonly spine: SpineSource;
}

export interface OnTrainingSets extends OnJobs {
  readonly services: ServiceLookup;
}

/**
 * Takes in a spine, pins the feature set versions and the moment up to which rows are known, and leaves a job that joins them. One
 * transaction: the spine is kept with the job, or neither is.
 */
export async function createTrainingSet(room: OnTrainingSets, caller: Caller, request: NewTrainingSet): Promise<Job> {
  caller.demand('training-set:create');
  const { database, services } = room;
  checkFreeName('a training set', request.name);
  checkMetadata(request);
  room.graph.quotas.demand(caller.project, { nodes: 1, bytes: 1 });
  const { features: columns, service } = await services.choose(database, caller, request);
  const definitions = await selectDefinitions(
    database,
    columns.map((column) => column.featureSetVersionId),
  );
  const plan = planTrainingSet(columns, definitions);
  const types = jointTypes(plan.keys);
  const { spine } = request;
  const spineDatasetVersionId = 'dataset' in spine ? await findSpine(room, caller, spine.dataset) : null;
  const [earlier] =
    spineDatasetVersionId === null ? [] : await selectByDatasetVersions(database, [spineDatasetVersionId]);
  const { keys, carried } = carryKeys(plan, earlier?.recipe);
  const jobId = newNodeId();
  await database.withSession((session) =>
    session.transaction(async (tx) => {
      const notes = room.graph.record(tx, caller, 'training-set:create');
      const storage = await takeTrainingStorage(tx);
      await createTrainingTables(tx, storage, keys.length);
      const encoder = new SpineEncoder(
        keys,
        plan.columns.map(({ name }) => name),
      );
      if (!('dataset' in spine)) {
        const rows = 'file' in spine ? readSpineFile(spine.file, types) : spine.rows;
        await loadSpine(session.client, storage, encoder, rows, 'place' in spine ? spine.place : undefined);
        await analyzeSpine(tx, storage);
      }
      const { name, description, tags, owner } = request;
      const input: BuildInput = { storage, name, description, tags, owner, spineDatasetVersionId };
      await insertJob(tx, { id: jobId, kind: BUILD_JOB, ...askedBy(caller), input });
      const featureSetVersions = plan.sets.map(({ featureSetVersionId }) => featureSetVersionId);
      const sources = [...featureSetVersions, ...(spineDatasetVersionId === null ? [] : [spineDatasetVersionId])];
      notes.changedThing(`job/${jobId}`, null, { kind: BUILD_JOB, name, sources });
      notes.about(...sources);
      // Last, because writers of these sets wait from here to the end of the transaction.
      const knownAt = await awaitWritersAt(tx, [...new Set(plan.sets.map(({ storage: rows }) => rows))]);
      const recipe = {
        ...plan,
        keys,
        ...(carried !== undefined && { carried }),
        spine: encoder.columns,
        knownAt: request.knownAt,
        ...(service !== null && { serviceVersionId: service.id }),
      };
      await insertTrainingSet(tx, { storage, project: caller.project, jobId, recipe, knownAt });
    }),
  );
  return wakeTrainingJob(room, caller, jobId);
}

/** Whoever may register dataset versions may name any file of the server; to have one read is another matter. */
async function findSpine({ database, graph }: OnTrainingSets, caller: Caller, ref: string): Promise<string> {
  const { id } = await graph.references.resolve(database, caller.project, ref, [DATASET_VERSION]);
  const { location } = await graph.nodes.get(DatasetVersion, id);
  if (isFileLocation(location)) caller.demand('location:read-file');
  return id;
}
