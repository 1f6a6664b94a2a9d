import { DATASET_VERSION } from '../../datasets/dataset-kinds.js';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { didYouMean, likeNames, listNames } from '../../platform/did-you-mean.js';
import { notFound } from '../../platform/errors.js';
import type { FeatureInput } from './feature-set.input.js';

/** Dataset version id → feature → the columns it is computed from. What SOURCE edges carry. */
export type ColumnLineage = ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;

/** Pins the sources of features to dataset versions. Throws NOT_FOUND for a dataset or column that isn't there. */
export async function resolveColumnLineage(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  features: readonly FeatureInput[],
): Promise<ColumnLineage> {
  const sources = features.flatMap((feature) =>
    (feature.sources ?? []).map((source) => ({ feature: feature.name, ...source })),
  );
  const refs = sources.map((source) => source.dataset);
  const resolved = await graph.references.resolveAll(tx, caller.project, refs, [DATASET_VERSION]);
  const versions = await graph.nodes.within(tx.manager).load(resolved.map(({ id }) => id));
  const lineage = new Map<string, Record<string, string[]>>();
  for (const [index, source] of sources.entries()) {
    const version = versions.get(resolved[index]?.id ?? '');
    if (!(version instanceof DatasetVersion)) throw new Error(`${source.dataset} is not a dataset version`);
    requireColumns(version, source.columns);
    const byFeature = lineage.get(version.nodeId) ?? {};
    byFeature[source.feature] = [...new Set([...(byFeature[source.feature] ?? []), ...source.columns])].sort();
    lineage.set(version.nodeId, byFeature);
  }
  return lineage;
}

function requireColumns(version: DatasetVersion, columns: readonly string[]): void {
  const names = version.columns.map((column) => column.name);
  const missing = columns.find((column) => !names.includes(column));
  if (missing === undefined) return;
  throw notFound(
    `${version.label} has no column "${missing}"; it has ${listNames(names)}.${didYouMean(likeNames(missing, names))}`,
    {
      field: 'columns',
      found: missing,
      expected: names,
    },
  );
}
