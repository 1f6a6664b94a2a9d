import type { Graph } from '../graph/graph.js';
import { formatName } from '../graph/names/format-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import { lockLifecycle } from '../graph/nodes/lifecycle/lifecycle.sql.js';
import type { Transaction } from '../platform/database/transaction.js';
import { conflict } from '../platform/errors.js';
import { listNames } from '../platform/text/did-you-mean.js';
import type { RegisterDatasetVersionInput } from './dataset.input.js';
import type { DatasetVersion } from './dataset-version.entity.js';
import { lockReadVersions, type NamedColumn, selectNewestColumns } from './read-columns.sql.js';

const WAY_OUT =
  'Keep these columns as they are, or first deploy what does not read them: a feature set version without them, and a model version that reads that.';

/**
 * Refuses a dataset version that lacks a column which something live reads, or has it with another type. The lifecycle lock comes before that
 * of the dataset, so whether it is needed is looked up before; the guard itself knows the newest version.
 */
export async function columnGuard(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: RegisterDatasetVersionInput,
): Promise<(datasetId: string, newest: DatasetVersion) => Promise<void>> {
  const newest = await selectNewestColumns(tx, caller.project, input.dataset.normalize());
  const isLocked = changesOf(newest, input.columns).names.length > 0;
  if (isLocked) await lockLifecycle(tx, caller.project);
  return async (datasetId, { columns }) => {
    const { names, said } = changesOf(columns, input.columns);
    if (names.length === 0) return;
    if (!isLocked) throw conflict(`Another version of ${input.dataset} was registered at the same time; try again.`);
    const versions = await lockReadVersions(tx, datasetId);
    const what = `${formatName(input.dataset)} can't be registered ${said}`;
    const members = versions.flatMap((id) => names.map((member) => ({ id, member })));
    await graph.guardLive(tx, caller, { what, of: { members }, wayOut: WAY_OUT, override: input.override });
  };
}

/** The columns that are gone or have another type, and how a refusal tells of them. */
function changesOf(before: readonly NamedColumn[], after: readonly NamedColumn[]) {
  const types = new Map(after.map(({ name, type }) => [name, type]));
  const dropped = before.filter(({ name }) => !types.has(name));
  const retyped = before.filter(({ name, type }) => types.has(name) && types.get(name) !== type);
  const said = [
    ...(dropped.length === 0 ? [] : [`without ${listNames(dropped.map(({ name }) => name))}`]),
    ...(retyped.length === 0
      ? []
      : [`with ${listNames(retyped.map(({ name, type }) => `${name} as ${types.get(name)} instead of ${type}`))}`]),
  ];
  return { names: [...dropped, ...retyped].map(({ name }) => name), said: said.join(' and ') };
}
