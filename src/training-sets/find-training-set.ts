import { DATASET_VERSION } from '../datasets/dataset-kinds.js';
import type { Graph } from '../graph/graph.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import { failedPrecondition } from '../platform/errors.js';
import { selectByDatasetVersions, type TrainingSetRow } from './training-set.sql.js';

/** A finished training set, and the dataset version that it is. */
export interface FoundTrainingSet {
  readonly set: TrainingSetRow;
  readonly datasetVersionId: string;
  /** `flight_training@3` */
  readonly label: string;
}

/** The training set that a reference names. NOT_FOUND if there is no such dataset version, FAILED_PRECONDITION if it is another one. */
export async function requireTrainingSet(
  database: Database,
  graph: Graph,
  caller: Caller,
  ref: string,
): Promise<FoundTrainingSet> {
  const { id, label } = await graph.references.resolve(database, caller.project, ref, [DATASET_VERSION]);
  const [set] = await selectByDatasetVersions(database, [id]);
  if (set !== undefined) return { set, datasetVersionId: id, label: label ?? ref };
  throw failedPrecondition(`${label ?? ref} is no training set: it was registered, not made by createTrainingSet.`, {
    found: ref,
  });
}
