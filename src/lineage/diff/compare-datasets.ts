import { type Differing, differencesOf } from './difference.js';
import type { FrozenGraph, FrozenNode } from './frozen-graph.js';

/** The versions of one dataset that a model version was made from, oldest first. */
export interface UsedDataset {
  readonly label: string;
  readonly versions: readonly FrozenNode[];
}

export interface DifferingDataset extends Differing<UsedDataset> {
  /** Column → type, from the newest version that the first used to the newest that the second did. */
  readonly columns: readonly Differing<string>[];
}

/** Datasets of which other versions were used, in the order of their ids, and how their schemas differ. */
export function compareDatasets(from: FrozenGraph, to: FrozenGraph): DifferingDataset[] {
  const ids = ({ versions }: UsedDataset) => versions.map(({ id }) => id);
  return differencesOf(datasetsOf(from), datasetsOf(to), ids).map((differing) => {
    const { before, after } = differing;
    const columns = before === undefined || after === undefined ? [] : differencesOf(schemaOf(before), schemaOf(after));
    return { ...differing, columns };
  });
}

/** By the id of the dataset, which one of another project with the same name does not have. */
function datasetsOf(graph: FrozenGraph): ReadonlyMap<string, UsedDataset> {
  const datasets = new Map<string, { readonly label: string; readonly versions: FrozenNode[] }>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'DATASET_VERSION') continue;
    for (const { node: dataset } of graph.sourcesOf(node.id, 'VERSION_OF')) {
      const known = datasets.get(dataset.id) ?? { label: dataset.label, versions: [] };
      datasets.set(dataset.id, known);
      known.versions.push(node);
    }
  }
  for (const { versions } of datasets.values()) versions.sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
  return datasets;
}

function schemaOf({ versions }: UsedDataset): ReadonlyMap<string, string> {
  const columns = (versions[versions.length - 1]?.facts.columns ?? []) as readonly { name: string; type: string }[];
  return new Map(columns.map(({ name, type }) => [name, type]));
}
