import type { Graph } from '../graph/graph.js';
import { formatName } from '../graph/names/format-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import { lockLifecycle } from '../graph/nodes/lifecycle/lifecycle.sql.js';
import type { Transaction } from '../platform/database/transaction.js';
import { conflict } from '../platform/errors.js';
import { listNames } from '../platform/text/did-you-mean.js';
import type { RegisterDatasetVersionInput } from './dataset.input.js';
import type { DatasetVersion } from './dataset-version.entity.js';
import { lockReadVersions, selectNewestColumns } from './dropped-columns.sql.js';

const WAY_OUT =
  'Keep these columns, or first deploy what does not read them: a feature set version without them, and a model version that reads that.';

/**
 * Refuses a dataset version without a column that something live reads. The lifecycle lock comes before that of the dataset, so whether it is
 * needed is looked up before; the guard itself knows the newest version.
 */
export async function columnGuard(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: RegisterDatasetVersionInput,
): Promise<(datasetId: string, newest: DatasetVersion) => Promise<void>> {
  const missing = (columns: readonly string[]) => columns.filter((name) => !input.columns.some((c) => c.name === name));
  const isLocked = missing(await selectNewestColumns(tx, caller.project, input.dataset.normalize())).length > 0;
  if (isLocked) await lockLifecycle(tx, caller.project);
  return async (datasetId, { columns }) => {
    const dropped = missing(columns.map(({ name }) => name));
    if (dropped.length === 0) return;
    if (!isLocked) throw conflict(`Another version of ${input.dataset} was registered at the same time; try again.`);
    const versions = await lockReadVersions(tx, datasetId);
    const what = `${formatName(input.dataset)} can't be registered without ${listNames(dropped)}`;
    const members = versions.flatMap((id) => dropped.map((member) => ({ id, member })));
    await graph.guardLive(tx, caller, { what, of: { members }, wayOut: WAY_OUT, override: input.override });
  };
}
