import type { LineageLink, LineageNode, Side } from './lineage-types.js';
import { sideKey } from './lineage-types.js';
import { type LoadedGraph, SIDES } from './loaded-graph.js';

/** Which of a node's neighbours are drawn: `take` of them from the `at`-th on. */
export interface Window {
  readonly at: number;
  readonly take: number;
}

/** By side of a node; what isn't in it is folded. */
export type Windows = ReadonlyMap<string, Window>;

/** A page of the neighbours of a hub. */
export const PAGE = 8;
/** As many as one asks for at once. */
export const LARGE_PAGE = 40;
/** A node with more neighbours than this on a side is a hub: the others stand in one card, with pages. */
export const HUB = 12;
/** What one picture holds at most: more than that nobody can read. */
export const MOST_SHOWN = 1_000;

export interface Hub {
  readonly id: string;
  readonly side: Side;
  readonly count: number;
  readonly window: Window;
}

export interface ShownGraph {
  readonly nodes: readonly LineageNode[];
  readonly links: readonly LineageLink[];
  readonly hubs: readonly Hub[];
  /** How many neighbours of a side are not in the picture. */
  readonly hidden: ReadonlyMap<string, number>;
}

/** What the open windows show, beginning with the roots and what was pinned. */
export function shownGraph(loaded: LoadedGraph, windows: Windows, pinned: ReadonlySet<string>): ShownGraph {
  const ids = reach(loaded, windows, pinned);
  const nodes = [...ids].map((id) => loaded.nodes.get(id)).filter((node) => node !== undefined);
  const links = loaded.drawn.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const hidden = new Map<string, number>();
  const hubs: Hub[] = [];
  for (const { id } of nodes)
    for (const side of SIDES) {
      const count = loaded.count(id, side);
      if (count === 0) continue;
      const missing = count - loaded.neighbours(id, side).filter((other) => ids.has(other)).length;
      if (missing > 0) hidden.set(sideKey(id, side), missing);
      const window = windows.get(sideKey(id, side));
      if (window !== undefined && missing > 0 && count > HUB && window.take >= PAGE)
        hubs.push({ id, side, count, window });
    }
  return { nodes, links, hubs, hidden };
}

function reach(loaded: LoadedGraph, windows: Windows, pinned: ReadonlySet<string>): Set<string> {
  const begun = [...loaded.roots.slice(0, MOST_SHOWN - pinned.size), ...pinned];
  const ids = new Set(begun.filter((id) => loaded.nodes.has(id)));
  for (const id of ids)
    for (const side of SIDES) {
      const window = windows.get(sideKey(id, side));
      if (window === undefined) continue;
      for (const other of loaded.neighbours(id, side).slice(window.at, window.at + window.take)) {
        if (ids.size >= MOST_SHOWN) return ids;
        ids.add(other);
      }
    }
  return ids;
}

/**
 * What is open when a picture is first seen: from the roots outwards, level by level, as much as one can take in, and of
 * a hub one page.
 */
export function firstWindows(loaded: LoadedGraph, most: number): Windows {
  const windows = new Map<string, Window>();
  const seen = new Set<string>();
  let level = loaded.roots.flatMap((id) => SIDES.map((side) => ({ id, side })));
  for (const { id } of level) seen.add(id);
  while (level.length > 0 && seen.size < most) {
    const next: typeof level = [];
    for (const { id, side } of level) {
      const all = loaded.neighbours(id, side);
      if (all.length === 0) continue;
      const take = loaded.count(id, side) > HUB ? PAGE : all.length;
      const fresh = all.slice(0, take).filter((other) => !seen.has(other));
      if (seen.size + fresh.length > most && seen.size > loaded.roots.length) continue;
      windows.set(sideKey(id, side), { at: 0, take });
      for (const other of fresh) {
        seen.add(other);
        next.push({ id: other, side });
      }
    }
    level = next;
  }
  return windows;
}

/** Beyond this a hub is shown in pages even where everything is to be shown: what is one layer deep would be a mile high. */
const LARGEST_HUB = 200;

/** Everything that is loaded, as far as a picture goes. */
export function allWindows(loaded: LoadedGraph): Windows {
  const windows = new Map<string, Window>();
  for (const id of loaded.nodes.keys())
    for (const side of SIDES) {
      const take = loaded.neighbours(id, side).length;
      if (take > 0) windows.set(sideKey(id, side), { at: 0, take: take > LARGEST_HUB ? LARGE_PAGE : take });
    }
  return windows;
}
