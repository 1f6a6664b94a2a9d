import type { ChangeAsked, Outcome } from '../graph/impact-words.js';
import { type LineagePart, linkKey } from '../graph/lineage-types.js';
import type { Ask } from './ask.js';
import { loadLineage } from './load-lineage.js';

/** A hundred are drawn; how many there are in all is told. */
export const IMPACT_QUERY = `query Impact($of: [Ref!]!, $change: ChangeKind!, $asOf: DateTime) {
  impact(of: $of, change: $change, asOf: $asOf, limit: 100) {
    count liveDeployments complete
    affected {
      outcome trafficPercent lookupsPerMinute owner
      node { id kind label }
      path { node { id kind label } }
    }
  }
}`;

interface Named {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
}

export interface Affected {
  readonly outcome: Outcome;
  readonly trafficPercent: number | null;
  readonly lookupsPerMinute: number | null;
  readonly owner: string | null;
  readonly node: Named;
}

interface Impact {
  readonly count: number;
  readonly liveDeployments: number;
  readonly complete: boolean;
  readonly affected: readonly (Affected & { readonly path: readonly { readonly node: Named }[] })[];
}

export interface FoundImpact extends Pick<Impact, 'count' | 'liveDeployments' | 'complete'> {
  /** What is hit, most traffic first, and the ways there. */
  readonly part: LineagePart;
  readonly affected: readonly Affected[];
  readonly links: ReadonlySet<string>;
}

/** What a change of a node would hit, as a part of the graph. */
export async function loadImpact(
  ask: Ask,
  of: string,
  change: ChangeAsked,
  asOf: string | undefined,
): Promise<FoundImpact> {
  const { impact } = await ask<{ impact: Impact }>(IMPACT_QUERY, { of: [of], change, asOf });
  const ids = [...new Set(impact.affected.flatMap(({ path }) => path.map(({ node }) => node.id)))].slice(0, 1_000);
  const between = { of: ids, direction: 'BOTH', depth: 0, limit: ids.length, asOf } as const;
  const told = ids.length === 0 ? undefined : await loadLineage(ask, between);
  const { nodes, links } = told ?? { nodes: [], links: [] };
  return { ...impact, part: { roots: [], nodes, links, frontier: [] }, links: new Set(links.map(linkKey)) };
}
