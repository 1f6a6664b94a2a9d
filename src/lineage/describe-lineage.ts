import { toPublicId } from '../graph/node-id.js';
import { NodeKind } from '../graph/node-kind.js';
import { FrontierNode, LineageEdge, LineageGraph, LineageNode } from './lineage-graph.js';
import type { Lineage } from './walk-lineage.js';

/** Puts a lineage into the shape that GraphQL answers. */
export function describeLineage(lineage: Lineage): LineageGraph {
  const nodeOf = (id: string) => {
    const node = lineage.nodes.get(id);
    if (node === undefined) throw new Error(`node ${id} was walked, but not loaded`);
    return node;
  };
  return Object.assign(new LineageGraph(), {
    roots: lineage.roots,
    nodes: lineage.chosen.map(({ id, depth, upstreamCount, downstreamCount }) =>
      Object.assign(new LineageNode(), { node: nodeOf(id), depth, upstreamCount, downstreamCount }),
    ),
    edges: lineage.edges.map(({ src, dst, kind, runId, attributes, validFrom, validTo }) =>
      Object.assign(new LineageEdge(), {
        from: nodeOf(src).id,
        to: nodeOf(dst).id,
        kind,
        run: runId === null ? null : toPublicId(NodeKind.RUN, runId),
        attributes,
        validFrom,
        validTo,
      }),
    ),
    depth: lineage.walked.reduce((greatest, { depth }) => Math.max(greatest, depth), 0),
    complete: lineage.incompleteBecause === undefined,
    incompleteBecause: lineage.incompleteBecause ?? null,
    frontier: lineage.frontier.map(({ id, direction, hidden, after }) =>
      Object.assign(new FrontierNode(), { node: nodeOf(id), direction, hiddenNeighbours: hidden, after }),
    ),
    asOf: lineage.asOf,
  });
}
