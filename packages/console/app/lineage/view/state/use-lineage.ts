import { useEffect, useMemo, useRef, useState } from 'react';
import { type Ask, Away } from '../../ask/ask.js';
import type { FactsOnSight } from '../../ask/facts-on-sight.js';
import type { Follow } from '../../ask/follow-lineage.js';
import type { Difference } from '../../ask/load-diff.js';
import { loadLineage } from '../../ask/load-lineage.js';
import type { LineagePart, Side } from '../../graph/lineage-types.js';
import type { LoadedGraph } from '../../graph/loaded-graph.js';
import { allWindows, type Window, type Windows } from '../../graph/shown-graph.js';
import type { PictureView } from '../picture-view.js';
import { type Begun, beginLineage, MOST_AT_ONCE, type PictureSource } from './begin-lineage.js';
import { useLive } from './use-live.js';

export interface Lineage {
  readonly loaded: LoadedGraph | undefined;
  readonly windows: Windows;
  readonly difference: Difference | undefined;
  readonly problem: string | undefined;
  /** Nodes that came while somebody looked. */
  readonly arrived: ReadonlySet<string>;
  /** Whether the service has gone away, so that what is drawn may be old. */
  readonly away: boolean;
  readonly add: (part: LineagePart) => void;
}

export interface Asked {
  readonly ask: Ask;
  readonly follow: Follow;
  readonly facts: FactsOnSight;
  readonly source: PictureSource;
  readonly view: PictureView;
}

const AGAIN_MS = 2_000;

/** Loads what the view asks for, and what its open sides lack; follows what becomes of it. */
export function useLineage({ ask, follow, facts, source, view }: Asked): Lineage {
  const [begun, setBegun] = useState<Begun>();
  const [problem, setProblem] = useState<string>();
  const { asOf, diff, all } = view;
  const diffKey = diff?.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a diff is new when its ends are, not when its list is.
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = () =>
      beginLineage(ask, source, asOf, diff).then(
        (next) => {
          if (!current) return;
          setProblem(undefined);
          setBegun(next);
        },
        (error: Error) => {
          if (!current) return;
          const away = error instanceof Away;
          setProblem(away ? `${error.message} The picture comes as soon as it is there.` : error.message);
          if (away) timer = setTimeout(load, AGAIN_MS);
        },
      );
    setProblem(undefined);
    void load();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ask, source, asOf, diffKey]);
  const add = (part: LineagePart) => setBegun((was) => was && { ...was, loaded: was.loaded.with(part) });
  const { away, arrived } = useLive({ follow, facts, begun, setBegun });
  const first = useMemo(() => (all && begun !== undefined ? allWindows(begun.loaded) : begun?.first), [all, begun]);
  const windows = useMemo(() => (first === undefined ? NONE : windowsOf(first, view.windows)), [first, view.windows]);
  useMissing({ ask, asOf, loaded: begun?.loaded, windows, add, setProblem });
  return { loaded: begun?.loaded, windows, difference: begun?.difference, problem, arrived, away, add };
}

const NONE: Windows = new Map();

function windowsOf(first: Windows, changed: PictureView['windows']): Windows {
  const windows = new Map(first);
  for (const [key, window] of Object.entries(changed))
    if (window === null) windows.delete(key);
    else windows.set(key, window);
  return windows;
}

interface Missing {
  readonly ask: Ask;
  readonly asOf: string | undefined;
  readonly loaded: LoadedGraph | undefined;
  readonly windows: Windows;
  readonly add: (part: LineagePart) => void;
  readonly setProblem: (problem: string) => void;
}

/** Asks for neighbours that an open side shows and that are not there yet. */
function useMissing({ ask, asOf, loaded, windows, add, setProblem }: Missing): void {
  const asked = useRef(new Set<string>());
  useEffect(() => {
    if (loaded === undefined) return;
    for (const [key, window] of windows) {
      const side: Side = key.startsWith('u.') ? 'UPSTREAM' : 'DOWNSTREAM';
      const id = key.slice(2);
      if (!lacks(loaded, id, side, window)) continue;
      const here = loaded.neighbours(id, side).length;
      const question = `${key} ${here} ${asOf}`;
      if (asked.current.has(question)) continue;
      asked.current.add(question);
      const after = loaded.frontier.get(key)?.after;
      const limit = Math.min(MOST_AT_ONCE, loaded.count(id, side) + 1);
      loadLineage(ask, { of: [id], direction: side, depth: 1, limit, asOf, after }).then(add, (error: Error) =>
        setProblem(error.message),
      );
    }
  });
}

function lacks(loaded: LoadedGraph, id: string, side: Side, { at, take }: Window): boolean {
  if (!loaded.nodes.has(id)) return false;
  const here = loaded.neighbours(id, side).length;
  return here < Math.min(at + take, loaded.count(id, side));
}
