import { forgetfulStorage } from '../../features/definitions/storage/storage.sql.js';
import { awaitWriters } from '../../features/definitions/storage/writer-lock.sql.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import type { Graph } from '../../graph/graph.js';
import { OUT_OF_USE } from '../../graph/guards/live-guard.js';
import { checkOverride, type Override } from '../../graph/guards/override.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { lockLifecycle } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import type { Database } from '../../platform/database/database.js';
import { renewStatistics } from '../../platform/database/forget-statistics.sql.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { spoilTrainingSets } from '../../training-sets/keys/spoil-training-sets.js';
import { markRowsDropped, measureRows, type StoredRows, truncateRows } from './retention.sql.js';

/** What was dropped, or would be. */
export interface DroppedRows extends StoredRows {
  readonly featureSetVersionId: string;
}

/**
 * Drops every row of a feature set version for good; its definition stays. Throws FAILED_PRECONDITION, with the list, while something live
 * depends on it, unless overridden. A dry run says what would go, or be refused.
 */
export async function dropFeatureRows(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: { featureSetVersion: string; dryRun: boolean; override?: Override | null },
): Promise<DroppedRows> {
  caller.demand('feature-set:drop-rows');
  checkOverride(caller, input.override);
  const { id } = await graph.references.resolve(database, caller.project, input.featureSetVersion, [
    FEATURE_SET_VERSION,
  ]);
  const { storage, label } = await graph.nodes.get(FeatureSetVersion, id);
  const drop = async (tx: Transaction) => {
    const notes = graph.record(tx, caller, 'feature-set:drop-rows', input.override?.reason);
    await lockLifecycle(tx, caller.project);
    const what = `The rows of ${label} can't be dropped`;
    const of = { node: id, isDeleted: false };
    await graph.guardLive(tx, caller, { what, of, wayOut: OUT_OF_USE, override: input.override });
    if (!input.dryRun) await awaitWriters(tx, [storage]);
    const stored = await measureRows(tx, storage);
    if (!input.dryRun) {
      await truncateRows(tx, storage);
      for (const table of forgetfulStorage(storage)) await renewStatistics(tx, table);
      await markRowsDropped(tx, id);
      notes.about(id);
      notes.count('onlineRows', stored.onlineRows);
      notes.count('historyRows', stored.historyRows);
      await spoilTrainingSets(tx, id, 'infinity', `the rows of ${label} were dropped.`);
    }
    return { featureSetVersionId: id, ...stored };
  };
  return database.shares.use([storage], () => database.transaction(drop));
}
