import { type Change, type LineagePart, linkKey } from '../graph/lineage-types.js';
import type { Ask } from './ask.js';
import { loadLineage } from './load-lineage.js';

export const DIFF_QUERY = `query Diff($from: Ref!, $to: Ref!) {
  lineageDiff(from: $from, to: $to) {
    complete
    from { id label }
    to { id label }
    nodes { id kind label change }
    edges { from to kind change }
    features { feature change resourced }
    datasets { label change before after }
    parameters { name change before after }
    metrics { name change before after }
  }
}`;

interface Valued {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

interface Diff {
  readonly from: { readonly id: string; readonly label: string };
  readonly to: { readonly id: string; readonly label: string };
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly label: string;
    readonly change: Change;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: string;
    readonly change: Change;
  }[];
  readonly features: readonly { readonly feature: string; readonly change: Change; readonly resourced: boolean }[];
  readonly datasets: readonly { readonly label: string; readonly change: Change }[];
  readonly parameters: readonly Valued[];
  readonly metrics: readonly Valued[];
}

export interface Difference {
  readonly part: LineagePart;
  readonly nodes: ReadonlyMap<string, Change>;
  readonly links: ReadonlyMap<string, Change>;
  /** What has changed, in a few words each. */
  readonly sentences: readonly string[];
}

const SIGNS: Readonly<Record<Change, string>> = { ADDED: '+', REMOVED: '−', CHANGED: '≠' };

/** Two model versions with all that they were made from, and which of it only one of them has. */
export async function loadDiff(ask: Ask, from: string, to: string): Promise<Difference> {
  const question = { of: [from, to], direction: 'UPSTREAM', depth: 100, limit: 1_000 } as const;
  const [{ lineageDiff: diff }, both] = await Promise.all([
    ask<{ lineageDiff: Diff }>(DIFF_QUERY, { from, to }),
    loadLineage(ask, question),
  ]);
  const there = new Set(both.nodes.map(({ id }) => id));
  // What was frozen may be hidden or gone from the graph of today.
  const gone = diff.nodes.filter(({ id }) => !there.has(id)).map((node) => ({ ...node, depth: 1 }));
  const links = [...both.links, ...diff.edges.filter((edge) => edge.change !== 'CHANGED')];
  return {
    part: { ...both, nodes: [...both.nodes, ...gone], links },
    nodes: new Map(diff.nodes.map(({ id, change }) => [id, change])),
    links: new Map(diff.edges.map((edge) => [linkKey(edge), edge.change])),
    sentences: sentencesOf(diff),
  };
}

function sentencesOf({ features, datasets, parameters, metrics }: Diff): string[] {
  const shown = (value: unknown) =>
    value == null ? 'none' : typeof value === 'number' ? Number(value.toPrecision(4)) : value;
  const valued = ({ name, before, after }: Valued) => `${name} ${shown(before)} → ${shown(after)}`;
  return [
    ...features.map(
      ({ feature, change, resourced }) => `${SIGNS[change]} ${feature}${resourced ? ', from elsewhere' : ''}`,
    ),
    ...datasets.map(({ label, change }) => `${SIGNS[change]} ${label}`),
    ...metrics.map(valued),
    ...parameters.map(valued),
  ];
}
