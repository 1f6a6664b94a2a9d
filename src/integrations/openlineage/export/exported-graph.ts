import type { OnGraph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { GraphNode } from '../../../graph/nodes/graph-node.js';
import type { WalkedEdge } from '../../../graph/walks/walked.js';
import { IncompleteReason, type LineageDirection } from '../../../lineage/walk/lineage-enums.js';
import { walkLineage } from '../../../lineage/walk/walk-lineage.js';
import { failedPrecondition } from '../../../platform/errors.js';
import { groupBy } from '../../../platform/group-by.js';

/** What is to be exported. */
export interface ExportQuestion {
  readonly ref: string;
  readonly direction: LineageDirection;
  readonly depth: number;
  readonly limit: number;
  readonly asOf: string | undefined;
}

/** A part of the graph, whole, for whoever writes it in the words of others. */
export interface ExportedGraph {
  /** False where it goes on beyond the depth that was asked for, or in projects that the caller may not see. */
  readonly isComplete: boolean;
  /** By uuid. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly WalkedEdge[];
  readonly into: (id: string) => readonly WalkedEdge[];
  readonly outOf: (id: string) => readonly WalkedEdge[];
}

/** Walks the graph for an export. What doesn't go into the limit, or takes too long, is FAILED_PRECONDITION: half of it would be taken for all. */
export async function exportGraph(
  { database, graph }: OnGraph,
  caller: Caller,
  { ref, direction, depth, limit, asOf }: ExportQuestion,
): Promise<ExportedGraph> {
  caller.demand('graph:read');
  const root = await graph.references.resolve(database, caller.project, ref, undefined, { includeDeleted: true });
  const lineage = await walkLineage(database, graph, caller, {
    roots: [root.id],
    direction,
    depth,
    limit,
    kinds: undefined,
    asOf,
    after: undefined,
    wants: { hidden: true, counts: false, edges: 'WHOLE', facts: ['kind'] },
  });
  const { incompleteBecause } = lineage;
  if (incompleteBecause === IncompleteReason.NODE_LIMIT || incompleteBecause === IncompleteReason.TIME_LIMIT)
    throw failedPrecondition(
      `The lineage has more than ${limit.toLocaleString('en')} nodes, or takes too long to walk; ask for less depth, or raise limit.`,
      { field: 'limit', found: limit, incompleteBecause },
    );
  const into = groupBy(lineage.edges, ({ dst }) => dst.id);
  const outOf = groupBy(lineage.edges, ({ src }) => src.id);
  return {
    isComplete: incompleteBecause === undefined,
    nodes: await lineage.load(),
    edges: lineage.edges,
    into: (id) => into.get(id) ?? [],
    outOf: (id) => outOf.get(id) ?? [],
  };
}
