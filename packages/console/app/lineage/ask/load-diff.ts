import { type Change, type LineagePart, linkKey } from '../graph/lineage-types.js';
import type { Ask } from './ask.js';
import { DIFF_QUERY, type Diff } from './diff-answer.js';
import { type Note, type Notes, notesOf, valueNote } from './diff-notes.js';
import { loadLineage } from './load-lineage.js';

export interface Difference {
  readonly part: LineagePart;
  readonly nodes: ReadonlyMap<string, Change>;
  readonly links: ReadonlyMap<string, Change>;
  /** What is different of each card. */
  readonly notes: Notes;
  /** The same, all together. */
  readonly sentences: readonly string[];
}

export const SIGNS: Readonly<Record<Change, string>> = { ADDED: '+', REMOVED: '−', CHANGED: '≠' };

/** Two model versions with all that they were made from, and which of it only one of them has. */
export async function loadDiff(ask: Ask, from: string, to: string): Promise<Difference> {
  const question = { of: [from, to], direction: 'UPSTREAM', depth: 100, limit: 1_000 } as const;
  const [{ lineageDiff: diff }, both] = await Promise.all([
    ask<{ lineageDiff: Diff }>(DIFF_QUERY, { from, to }),
    loadLineage(ask, question),
  ]);
  const there = new Set(both.nodes.map(({ id }) => id));
  // What was frozen may be hidden or gone from the graph of today.
  const gone = diff.nodes
    .filter(({ id }) => !there.has(id))
    .map(({ id, kind, label }) => ({ id, kind, label, depth: 1 }));
  const byLabel = new Map([...both.nodes, ...diff.nodes].map(({ id, label }) => [label, id]));
  const links = [...both.links, ...diff.edges.filter((edge) => edge.change !== 'CHANGED')];
  return {
    part: { ...both, nodes: [...both.nodes, ...gone], links },
    nodes: new Map(diff.nodes.map(({ id, change }) => [id, change])),
    links: new Map(diff.edges.map((edge) => [linkKey(edge), edge.change])),
    notes: notesOf(diff, (label) => byLabel.get(label)),
    sentences: sentencesOf(diff),
  };
}

function sentencesOf({ features, datasets, parameters, metrics }: Diff): string[] {
  const said = ({ change, text }: Note) => `${SIGNS[change]} ${text}`;
  return [
    ...features.map(
      ({ feature, change, resourced }) => `${SIGNS[change]} ${feature}${resourced ? ', from elsewhere' : ''}`,
    ),
    ...datasets.map(({ label, change }) => `${SIGNS[change]} ${label}`),
    ...[...metrics, ...parameters].map(valueNote).map(said),
  ];
}
