import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Delta, idsOf, withDelta } from '../../../../packages/console/app/lineage/graph/lineage-delta.js';
import { type LineageLink, linkKey } from '../../../../packages/console/app/lineage/graph/lineage-types.js';
import { LoadedGraph } from '../../../../packages/console/app/lineage/graph/loaded-graph.js';

interface Graph {
  /** By id, with something that can change. */
  readonly nodes: ReadonlyMap<string, number>;
  readonly links: ReadonlyMap<string, LineageLink>;
}

const ROOT = 'run_0';
const IDS = [ROOT, ...Array.from({ length: 7 }, (_, index) => `run_${index + 1}`)];

const graphs = fc
  .record({
    ids: fc.subarray(IDS),
    ends: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 }),
    count: fc.nat(3),
  })
  .map(({ ids, ends, count }): Graph => {
    const nodes = new Map([ROOT, ...ids].map((id) => [id, count]));
    const links = ends
      .map(([from, to]) => ({ from: IDS[from] ?? ROOT, to: IDS[to] ?? ROOT, kind: 'CHILD_OF' }))
      .filter(({ from, to }) => from !== to && nodes.has(from) && nodes.has(to));
    return { nodes, links: new Map(links.map((link) => [linkKey(link), link])) };
  });

const told = (id: string, count: number) => ({
  depth: 1,
  upstreamCount: count,
  downstreamCount: count,
  node: { id, kind: 'RUN', label: id },
});
const NONE: Delta = {
  cursor: '1',
  whole: false,
  addedNodes: [],
  changedNodes: [],
  removedNodes: [],
  addedEdges: [],
  changedEdges: [],
  removedEdges: [],
};

function deltaOf(before: Graph, after: Graph): Delta {
  const entries = [...after.nodes];
  return {
    ...NONE,
    addedNodes: entries.filter(([id]) => !before.nodes.has(id)).map(([id, count]) => told(id, count)),
    changedNodes: entries
      .filter(([id, count]) => (before.nodes.get(id) ?? count) !== count)
      .map(([id, count]) => told(id, count)),
    removedNodes: [...before.nodes.keys()].filter((id) => !after.nodes.has(id)),
    addedEdges: [...after.links.values()].filter((link) => !before.links.has(linkKey(link))),
    removedEdges: [...before.links.values()].filter((link) => !after.links.has(linkKey(link))),
  };
}

const wholeOf = (graph: Graph): Delta => ({ ...deltaOf({ nodes: new Map(), links: new Map() }, graph), whole: true });

describe('A picture that is followed', () => {
  it('is after each delta what was told, whole or in parts, and what was loaded besides stays', () => {
    fc.assert(
      fc.property(graphs, fc.array(fc.tuple(graphs, fc.boolean()), { maxLength: 6 }), (first, steps) => {
        const own = { id: 'run_99', kind: 'RUN', label: 'expanded', depth: 1 };
        const begun = {
          roots: [ROOT],
          nodes: [...first.nodes.keys()].map((id) => ({ id, kind: 'RUN', label: id, depth: 1 })),
          links: [...first.links.values()],
          frontier: [],
        };
        let state = {
          loaded: LoadedGraph.of(begun).with({ roots: [], nodes: [own], links: [], frontier: [] }),
          told: idsOf(begun),
        };
        let last = first;
        for (const [next, whole] of steps) {
          state = withDelta(state.loaded, state.told, whole ? wholeOf(next) : deltaOf(last, next));
          last = next;
          expect([...state.loaded.nodes.keys()].sort()).toEqual([...next.nodes.keys(), own.id].sort());
          expect([...state.loaded.links.keys()].sort()).toEqual([...next.links.keys()].sort());
          expect(state.told.nodes).toEqual(new Set(next.nodes.keys()));
        }
      }),
    );
  });
});
