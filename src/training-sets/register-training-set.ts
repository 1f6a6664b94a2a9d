import { DATASET_VERSION } from '../datasets/dataset-kinds.js';
import { registerDatasetVersionWithin } from '../datasets/register-dataset-version.js';
import { FEATURE_SERVICE_VERSION, FEATURE_SET_VERSION } from '../features/feature-kinds.js';
import { EdgeKind } from '../graph/edges/edge-kind.js';
import type { Graph } from '../graph/graph.js';
import { splitRef } from '../graph/names/split-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import { toPublicId } from '../graph/nodes/node-id.js';
import type { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { endJob, type Job } from '../platform/jobs/job.sql.js';
import { JobStatus } from '../platform/jobs/job-status.js';
import { endRun } from '../runs/finish-run.js';
import { addToRun } from '../runs/log-run.js';
import { RUN } from '../runs/record/run-kinds.js';
import { RunStatus } from '../runs/record/run-status.js';
import { RunType } from '../runs/record/run-type.js';
import { startRunWithin } from '../runs/start-run.js';
import type { BlockCounts } from './building/join-block.sql.js';
import { featureCounts, sumCounts, trainingDigest } from './building/training-digest.js';
import type { BuildInput } from './create-training-set.js';
import { dropTrainingTables } from './spines/spine.sql.js';
import { type TrainingRecipe, trainingColumns, versionsOf } from './training-recipe.js';
import {
  deleteTrainingSet,
  finishTrainingSet,
  selectBlocks,
  selectByDatasetVersions,
  type TrainingSetRow,
} from './training-set.sql.js';

/** What a finished job answers. */
export interface BuildResult {
  readonly datasetVersionId: string;
  /** False when the newest version of the dataset had this content already. */
  readonly created: boolean;
}

/** Makes joined rows a dataset version with a run and lineage, and ends the job, in one transaction. */
export async function registerTrainingSet(
  database: Database,
  graph: Graph,
  caller: Caller,
  job: Job,
  set: TrainingSetRow,
): Promise<void> {
  const input = job.input as BuildInput;
  await database.transaction(async (tx) => {
    const notes = graph.record(tx, caller, 'training-set:create');
    const blocks = await selectBlocks(tx, set.storage);
    const counts = sumCounts(set.recipe, blocks);
    const digest = trainingDigest(set.recipe, blocks);
    const runId = await startTransform(tx, graph, caller, job, set);
    const { datasetVersion, created } = await registerDatasetVersionWithin(tx, graph, caller, {
      dataset: input.name,
      location: `headwater:training-sets/${digest}`,
      digest: `sha256:${digest}`,
      columns: columnsOf(set.recipe, counts),
      rowCount: counts.rows,
      description: input.description ?? null,
      tags: [...(input.tags ?? [])],
      owner: input.owner ?? null,
      run: toPublicId(RUN, runId),
    });
    await drawSources(tx, graph, datasetVersion.nodeId, runId, set, input);
    await endRun(tx, runId, { status: RunStatus.SUCCEEDED });
    const known = await selectByDatasetVersions(tx, [datasetVersion.nodeId]);
    if (known.length === 0) {
      await finishTrainingSet(tx, set.storage, {
        datasetVersionId: datasetVersion.nodeId,
        rowCount: counts.rows,
        digest,
        counts,
      });
    } else {
      await dropTrainingTables(tx, set.storage);
      await deleteTrainingSet(tx, set.storage);
    }
    const result: BuildResult = { datasetVersionId: datasetVersion.nodeId, created };
    notes.changedThing(`job/${job.id}`, { datasetVersionId: null }, { datasetVersionId: datasetVersion.nodeId });
    await endJob(tx, job.id, { status: JobStatus.SUCCEEDED, result });
  });
}

async function startTransform(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  job: Job,
  { recipe, knownAt }: TrainingSetRow,
): Promise<string> {
  const { spineDatasetVersionId } = job.input as BuildInput;
  const spine = spineDatasetVersionId === null ? [] : [toPublicId(DATASET_VERSION, spineDatasetVersionId)];
  const sets = versionsOf(recipe).map((id) => toPublicId(FEATURE_SET_VERSION, id));
  const service =
    recipe.serviceVersionId === undefined ? [] : [toPublicId(FEATURE_SERVICE_VERSION, recipe.serviceVersionId)];
  const { id } = await startRunWithin(tx, graph, caller, {
    type: RunType.TRANSFORM,
    startedAt: job.startedAt?.toISOString() ?? null,
    inputs: [...sets, ...service, ...spine].map((ref) => ({ ref })),
  });
  await addToRun(tx, graph, caller, id, {
    parameters: [
      { name: 'job', value: job.id },
      { name: 'known_at', value: recipe.knownAt },
      { name: 'known_until', value: knownAt },
    ],
  });
  return id;
}

async function drawSources(
  tx: Transaction,
  graph: Graph,
  id: string,
  runId: string,
  { recipe }: TrainingSetRow,
  { spineDatasetVersionId }: BuildInput,
): Promise<void> {
  for (const src of [...versionsOf(recipe), recipe.serviceVersionId ?? null, spineDatasetVersionId]) {
    if (src === null || src === id) continue;
    const roles = recipe.sets.flatMap(({ featureSetVersionId, role }) =>
      featureSetVersionId === src && role !== undefined ? [role] : [],
    );
    const columns = columnsFrom(recipe, src);
    const attributes = { ...(roles.length > 0 && { roles }), ...(columns && { columns }) };
    await graph.writer.connect(tx, { src, dst: id, kind: EdgeKind.DERIVED_FROM, runId, attributes });
  }
}

/** Column → the feature of this version that it is; undefined for what is no feature set version. */
function columnsFrom({ sets, columns }: TrainingRecipe, version: string): Record<string, string[]> | undefined {
  const own = columns.filter(({ set }) => sets[set]?.featureSetVersionId === version);
  const pairs = own.flatMap(({ name, ref }) => {
    const split = splitRef(ref, { roles: true });
    const member = split.ok ? split.parts.member : undefined;
    return member === undefined || member === 'ALL' ? [] : [[name, [member.name]] as [string, string[]]];
  });
  return own.length === 0 || pairs.length < own.length ? undefined : Object.fromEntries(pairs);
}

function columnsOf(recipe: TrainingRecipe, counts: BlockCounts) {
  const features = new Map(recipe.columns.map((column) => [column.name, column]));
  return trainingColumns(recipe).map(({ name, type }) => {
    const feature = features.get(name);
    if (feature === undefined) return { name, type };
    const { set, position, ref } = feature;
    return { name, type, description: ref, statistics: featureCounts(counts, set, position) };
  });
}
