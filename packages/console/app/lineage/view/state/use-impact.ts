import { useEffect, useMemo, useState } from 'react';
import type { Ask } from '../../ask/ask.js';
import { type FoundImpact, loadImpact } from '../../ask/load-impact.js';
import type { Outcome } from '../../graph/impact-words.js';
import type { Trail } from '../../graph/trail.js';
import type { PictureView } from '../picture-view.js';
import type { Lineage } from './use-lineage.js';

export interface ImpactShown {
  readonly found: FoundImpact | undefined;
  readonly problem: string | undefined;
  /** What becomes of which card. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly nodes: ReadonlySet<string>;
  readonly trail: Trail | undefined;
}

const NOTHING = { outcomes: new Map<string, Outcome>(), nodes: new Set<string>(), trail: undefined };
const NO_ROWS: ReadonlySet<string> = new Set();

/** What a change of the node that was chosen would hit, with the ways there lit; what of them wasn't there yet is added. */
export function useImpact({ ask, view, lineage }: { ask: Ask; view: PictureView; lineage: Lineage }): ImpactShown {
  const { impact: of, asked = 'DROP', asOf } = view;
  const [found, setFound] = useState<FoundImpact>();
  const [problem, setProblem] = useState<string>();
  const { loaded, add } = lineage;
  const ready = loaded !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `add` is new each time and always does the same.
  useEffect(() => {
    setFound(undefined);
    setProblem(undefined);
    if (of === undefined || !ready) return;
    let current = true;
    loadImpact(ask, of, asked, asOf).then(
      (next) => {
        if (!current) return;
        setFound(next);
        add(next.part);
      },
      (error: Error) => current && setProblem(error.message),
    );
    return () => {
      current = false;
    };
  }, [ask, of, asked, asOf, ready]);
  return useMemo(() => {
    if (found === undefined || of === undefined) return { found, problem, ...NOTHING };
    const nodes = new Set([of, ...found.part.nodes.map(({ id }) => id)]);
    const outcomes = new Map(found.affected.map(({ node, outcome }) => [node.id, outcome]));
    return {
      found,
      problem,
      outcomes,
      nodes,
      trail: { nodes, links: found.links, rows: NO_ROWS, columnLinks: NO_ROWS },
    };
  }, [found, problem, of]);
}
