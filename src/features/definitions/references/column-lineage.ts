import { columnFinder, noSuchColumn, splitColumnRef } from '../../../datasets/column-reference.js';
import { DATASET_VERSION } from '../../../datasets/dataset-kinds.js';
import { DatasetVersion } from '../../../datasets/dataset-version.entity.js';
import type { Graph } from '../../../graph/graph.js';
import type { Member } from '../../../graph/names/format-ref.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { projectPrefixOf, resolveAcross } from '../../../graph/references/resolve-across.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/errors.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';
import type { FeatureInput, FeatureSourceInput } from '../feature-set.input.js';

/** Dataset version id → feature → the columns it is computed from. What SOURCE edges carry. */
export type ColumnLineage = ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;

/** Some columns of a dataset version. */
interface Source {
  readonly feature: string;
  /** A reference to the dataset version. */
  readonly dataset: string;
  readonly columns: readonly string[] | 'ALL';
}

/** Pins the sources of features to dataset versions. Throws NOT_FOUND for a dataset or column that isn't there. */
export async function resolveColumnLineage(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  features: readonly FeatureInput[],
): Promise<ColumnLineage> {
  const sources = features.flatMap(({ name, sources }) => (sources ?? []).map((source) => readSource(name, source)));
  const refs = sources.map((source) => source.dataset);
  const resolved = await resolveAcross(tx, graph.references, caller, refs, [DATASET_VERSION]);
  const versions = await graph.nodes.within(tx).load(resolved.map(({ id }) => id));
  const lineage = new Map<string, Record<string, string[]>>();
  for (const [index, source] of sources.entries()) {
    const version = versions.get(resolved[index]?.id ?? '');
    if (!(version instanceof DatasetVersion)) throw new Error(`${source.dataset} is not a dataset version`);
    const columns = columnsOf(version, source.columns);
    const byFeature = lineage.get(version.nodeId) ?? {};
    // A feature may be called `constructor`.
    const known = Object.hasOwn(byFeature, source.feature) ? (byFeature[source.feature] ?? []) : [];
    byFeature[source.feature] = [...new Set([...known, ...columns])].sort();
    lineage.set(version.nodeId, byFeature);
  }
  return lineage;
}

function readSource(feature: string, { dataset: ref, columns }: FeatureSourceInput): Source {
  const prefix = projectPrefixOf(ref);
  const split = splitColumnRef(ref.slice(prefix.length));
  // Where it is looked for, the error says what may have been meant.
  if (split === undefined) return { feature, dataset: ref, columns: columns ?? [] };
  const { column } = split;
  const dataset = `${prefix}${split.dataset}`;
  if (column === undefined && columns != null) return { feature, dataset, columns };
  if (column !== undefined && columns == null) return { feature, dataset, columns: namesIn(column) };
  const found = column === undefined ? 'it has neither' : 'it has both';
  throw badInput(
    `A source of the feature "${feature}" names its columns in columns, or one in dataset, such as "flights@3:delay"; ${found} (${inQuotes(ref)}).`,
    { field: 'columns', found: ref },
  );
}

function namesIn(column: Member): readonly string[] | 'ALL' {
  return column === 'ALL' ? 'ALL' : [column.name];
}

function columnsOf(version: DatasetVersion, wanted: readonly string[] | 'ALL'): readonly string[] {
  if (wanted === 'ALL') return version.columns.map((column) => column.name);
  const find = columnFinder(version);
  return wanted.map((name) => {
    const found = find(name);
    if (found === undefined) throw noSuchColumn(version, name);
    return found.name;
  });
}
