import type { ForeignName, LineageEvent } from '../reading/lineage-event.js';
import { type FacetPart, type FacetRow, NOBODY } from './facet.sql.js';

/** What the nodes are that an event names. */
export interface NamedNodes {
  readonly run: string | undefined;
  readonly job: string | undefined;
  readonly dataset: (name: ForeignName) => string;
}

/** The name of what follows from facets, among those of its part. */
export const DERIVED = '';

/**
 * The facets that an event tells, with what follows from them: which columns come from where, by ids of nodes, which version of a dataset a run read or
 * wrote, and what a job reads and writes by design. Of one that it tells twice the last counts.
 */
export function toldFacets({ run, job, datasets }: LineageEvent, nodes: NamedNodes): FacetRow[] {
  const rows = new Map<string, FacetRow>();
  const add = (row: FacetRow) => rows.set(JSON.stringify([row.nodeId, row.part, row.about, row.name]), row);
  const addAll = (nodeId: string, part: FacetPart, about: string, facets: Readonly<Record<string, string | null>>) => {
    for (const [name, content] of Object.entries(facets)) add({ nodeId, part, about, name, content });
  };
  if (run !== undefined && nodes.run !== undefined) addAll(nodes.run, 'OWN', NOBODY, run.facets);
  if (job !== undefined && nodes.job !== undefined) addAll(nodes.job, 'OWN', NOBODY, job.facets);
  const by = nodes.job ?? NOBODY;
  for (const dataset of datasets) {
    const id = nodes.dataset(dataset);
    addAll(id, 'OWN', by, dataset.facets);
    if (nodes.run !== undefined && dataset.part !== 'OWN') {
      addAll(nodes.run, dataset.part, id, dataset.partFacets);
      if (dataset.version !== undefined)
        add({
          nodeId: nodes.run,
          part: dataset.part,
          about: id,
          name: DERIVED,
          content: JSON.stringify(dataset.version),
        });
    }
    if (dataset.columns === undefined) continue;
    const sources = dataset.columns.map(({ columns, transformations, ...source }) => ({
      from: nodes.dataset(source),
      columns,
      transformations,
    }));
    add({ nodeId: id, part: 'COLUMNS', about: by, name: DERIVED, content: JSON.stringify(sources) });
  }
  if (run === undefined && nodes.job !== undefined) {
    const content = JSON.stringify(sidesOf(datasets, nodes));
    add({ nodeId: nodes.job, part: 'DECLARED', about: NOBODY, name: DERIVED, content });
  }
  return [...rows.values()];
}

/** What is read and what is written, by ids of datasets, each once. */
export interface Sides {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export function sidesOf(datasets: LineageEvent['datasets'], nodes: NamedNodes): Sides {
  const ids = (part: 'INPUT' | 'OUTPUT') => [
    ...new Set(datasets.filter((dataset) => dataset.part === part).map((dataset) => nodes.dataset(dataset))),
  ];
  return { inputs: ids('INPUT'), outputs: ids('OUTPUT') };
}
