import { sideKey } from './lineage-types.js';
import type { LoadedGraph } from './loaded-graph.js';
import { SIDES } from './loaded-graph.js';
import { HUB, type Windows } from './shown-graph.js';

/** What comes to a side of which all was in the picture is in it too; of a hub, and of what was folded, nothing more. */
export function grownWindows(windows: Windows, before: LoadedGraph, after: LoadedGraph): Windows {
  const grown = new Map(windows);
  for (const id of after.nodes.keys())
    for (const side of SIDES) {
      const [was, is] = [before.count(id, side), after.neighbours(id, side).length];
      const key = sideKey(id, side);
      const { at, take } = windows.get(key) ?? { at: 0, take: 0 };
      if (is > before.neighbours(id, side).length && at === 0 && take >= was && is <= HUB)
        grown.set(key, { at, take: is });
    }
  return grown;
}
