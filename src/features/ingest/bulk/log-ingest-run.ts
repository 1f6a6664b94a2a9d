import { DATASET_VERSION } from '../../../datasets/dataset-kinds.js';
import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { toPublicId } from '../../../graph/nodes/node-id.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { endRun } from '../../../runs/finish-run.js';
import { addToRun } from '../../../runs/log-run.js';
import { RunStatus } from '../../../runs/record/run-status.js';
import { RunType } from '../../../runs/record/run-type.js';
import { startRunWithin } from '../../../runs/start-run.js';
import { FEATURE_SET_VERSION } from '../../feature-kinds.js';
import type { StagedIngest } from './staged-ingest.js';

/** Keeps an ingest as a run: the dataset version it read, the feature set version it wrote, and its counts. The run's uuid. */
export async function logIngestRun(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  { datasetVersionId, featureSetVersionId, format, staged, startedAt }: StagedIngest,
  counts: Readonly<Record<string, number>>,
): Promise<string> {
  const { id } = await startRunWithin(tx, graph, caller, {
    type: RunType.INGEST,
    startedAt,
    parameters: [
      { name: 'format', value: format },
      { name: 'sha256', value: staged.sha256 },
    ],
    inputs: datasetVersionId === undefined ? [] : [{ ref: toPublicId(DATASET_VERSION, datasetVersionId) }],
  });
  await addToRun(tx, graph, caller, id, {
    metrics: Object.entries(counts).map(([name, value]) => ({ name, value })),
    outputs: [{ ref: toPublicId(FEATURE_SET_VERSION, featureSetVersionId) }],
  });
  await endRun(tx, id, { status: RunStatus.SUCCEEDED });
  return id;
}
