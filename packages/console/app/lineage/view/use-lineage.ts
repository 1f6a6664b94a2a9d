import { useEffect, useMemo, useRef, useState } from 'react';
import type { Ask } from '../ask/ask.js';
import { type Difference, loadDiff } from '../ask/load-diff.js';
import { loadLineage } from '../ask/load-lineage.js';
import type { LineagePart, Side } from '../graph/lineage-types.js';
import { LoadedGraph } from '../graph/loaded-graph.js';
import { allWindows, firstWindows, HUB, PAGE, type Window, type Windows } from '../graph/shown-graph.js';
import type { PictureView } from './picture-view.js';

/** Where a picture comes from: nodes by their references, or an answer that is there already. */
export type PictureSource = { readonly of: readonly string[] } | { readonly part: LineagePart };

export interface Lineage {
  readonly loaded: LoadedGraph | undefined;
  readonly windows: Windows;
  readonly difference: Difference | undefined;
  readonly problem: string | undefined;
  readonly add: (part: LineagePart) => void;
}

const DEPTH = 100;
const FIRST_LIMIT = 1_000;
/** What one takes in at first sight. */
const FIRST_SHOWN = 40;
const MOST_AT_ONCE = 1_000;

interface Begun {
  readonly loaded: LoadedGraph;
  readonly first: Windows;
  readonly difference?: Difference;
}

/** Loads what the view asks for, and what its open sides lack. */
export function useLineage(ask: Ask, source: PictureSource, view: PictureView): Lineage {
  const [begun, setBegun] = useState<Begun>();
  const [problem, setProblem] = useState<string>();
  const { asOf, diff } = view;
  const diffKey = diff?.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a diff is new when its ends are, not when its list is.
  useEffect(() => {
    let current = true;
    setProblem(undefined);
    begin(ask, source, asOf, diff).then(
      (next) => current && setBegun(next),
      (error: Error) => current && setProblem(error.message),
    );
    return () => {
      current = false;
    };
  }, [ask, source, asOf, diffKey]);
  const add = (part: LineagePart) => setBegun((was) => was && { ...was, loaded: was.loaded.with(part) });
  const { all } = view;
  const first = useMemo(() => (all && begun !== undefined ? allWindows(begun.loaded) : begun?.first), [all, begun]);
  const windows = useMemo(() => (first === undefined ? NONE : windowsOf(first, view.windows)), [first, view.windows]);
  useMissing({ ask, asOf, loaded: begun?.loaded, windows, add, setProblem });
  return { loaded: begun?.loaded, windows, difference: begun?.difference, problem, add };
}

const NONE: Windows = new Map();

function windowsOf(first: Windows, changed: PictureView['windows']): Windows {
  const windows = new Map(first);
  for (const [key, window] of Object.entries(changed))
    if (window === null) windows.delete(key);
    else windows.set(key, window);
  return windows;
}

async function begin(
  ask: Ask,
  source: PictureSource,
  asOf: string | undefined,
  diff: PictureView['diff'],
): Promise<Begun> {
  if (diff !== undefined) {
    const difference = await loadDiff(ask, ...diff);
    const loaded = LoadedGraph.of(difference.part);
    return { loaded, first: allWindows(loaded), difference };
  }
  if ('of' in source) {
    const question = { of: source.of, direction: 'BOTH', depth: DEPTH, limit: FIRST_LIMIT, asOf } as const;
    const loaded = LoadedGraph.of(await loadLineage(ask, question));
    return { loaded, first: firstWindows(loaded, FIRST_SHOWN) };
  }
  return fromAnswer(ask, source.part, asOf);
}

/** An answer rarely holds labels and counts of all its nodes; one question more tells them, and what is next to them. */
async function fromAnswer(ask: Ask, part: LineagePart, asOf: string | undefined): Promise<Begun> {
  const of = part.nodes.slice(0, MOST_AT_ONCE).map(({ id }) => id);
  const question = { of, direction: 'BOTH', depth: 1, limit: of.length + MOST_AT_ONCE, asOf } as const;
  if (asOf !== undefined) return fromThePast(part, await loadLineage(ask, question));
  const answered = LoadedGraph.of({ ...part, frontier: [] });
  const told = await loadLineage(ask, question).catch(() => undefined);
  return { loaded: told === undefined ? answered : answered.with(told), first: windowsWithoutHubs(answered) };
}

/** As much of an answer as was true at the time: edges, and what they joined. */
function fromThePast(part: LineagePart, told: LineagePart): Begun {
  const ids = new Set(part.nodes.map(({ id }) => id));
  const links = told.links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const joined = new Set(links.flatMap(({ from, to }) => [from, to]));
  const answered = LoadedGraph.of({ ...part, roots: part.roots.filter((id) => joined.has(id)), links, frontier: [] });
  return { loaded: answered.with(told), first: windowsWithoutHubs(answered) };
}

/** All of an answer, but of a hub one page. */
function windowsWithoutHubs(loaded: LoadedGraph): Windows {
  const large = loaded.nodes.size > 3 * FIRST_SHOWN;
  return new Map(
    [...allWindows(loaded)].map(([key, window]) => [key, large && window.take > HUB ? { at: 0, take: PAGE } : window]),
  );
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
