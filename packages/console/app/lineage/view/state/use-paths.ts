import { useEffect, useMemo, useState } from 'react';
import type { Ask } from '../../ask/ask.js';
import { type FoundPaths, loadPaths } from '../../ask/load-paths.js';
import { linkKey } from '../../graph/lineage-types.js';
import type { Trail } from '../../graph/trail.js';
import type { PictureView } from '../picture-view.js';
import type { Lineage } from './use-lineage.js';

export interface Paths {
  readonly found: FoundPaths | undefined;
  readonly problem: string | undefined;
  readonly nodes: ReadonlySet<string>;
  readonly trail: Trail | undefined;
}

const NO_NODES: ReadonlySet<string> = new Set();

/** The ways between the two nodes that were chosen, lit; what of them wasn't there yet is added. */
export function usePaths({ ask, view, lineage }: { ask: Ask; view: PictureView; lineage: Lineage }): Paths {
  const { from, to, asOf } = view;
  const [found, setFound] = useState<FoundPaths>();
  const [problem, setProblem] = useState<string>();
  const { loaded, add } = lineage;
  const ready = loaded !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `add` is new each time and always does the same.
  useEffect(() => {
    setFound(undefined);
    setProblem(undefined);
    if (from === undefined || to === undefined || !ready) return;
    let current = true;
    eitherWay(ask, from, to, asOf).then(
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
  }, [ask, from, to, asOf, ready]);
  return useMemo(() => {
    if (found === undefined) return { found, problem, nodes: NO_NODES, trail: undefined };
    const nodes = new Set(found.part.nodes.map(({ id }) => id));
    const links = new Set(found.part.links.map(linkKey));
    return { found, problem, nodes, trail: { nodes, links, rows: NO_NODES, columnLinks: NO_NODES } };
  }, [found, problem]);
}

/** Whoever chooses two nodes need not know which of them is upstream. */
async function eitherWay(ask: Ask, from: string, to: string, asOf: string | undefined): Promise<FoundPaths> {
  const there = await loadPaths(ask, from, to, asOf);
  return there.count > 0 ? there : loadPaths(ask, to, from, asOf);
}
