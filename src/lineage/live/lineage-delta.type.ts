import { Field, ID, ObjectType } from 'type-graphql';
import { cursorOf } from '../../changes/feed/cursor.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import type { WalkedEdge, WalkedNode } from '../../graph/walks/walked.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { RUN } from '../../runs/record/run-kinds.js';
import { LineageEdge, LineageNode } from '../graphql/lineage-graph.js';
import { IncompleteReason } from '../walk/lineage-enums.js';
import type { LineageChange } from './follow-lineage.js';

@ObjectType({ description: 'Which edge is not there any more.' })
export class RemovedEdge {
  @Field(() => ID, { description: 'Id of the node upstream.' }) from!: string;
  @Field(() => ID, { description: 'Id of the node downstream.' }) to!: string;
  @Field(() => EdgeKind, { description: 'Between two nodes there is one of a kind at most.' }) kind!: EdgeKind;
}

@ObjectType({
  description:
    'What has become of a graph since the delta before. Whoever puts in what was added, puts what has changed in the place of what was, and takes out what was removed, has what `lineage` would answer.',
})
export class LineageDelta {
  @Field(() => String, {
    description: 'Everything that was done up to this place in the feed is in the graph. Resume after it.',
  })
  cursor!: string;

  @Field(() => Boolean, {
    description:
      'Whether it is the whole graph, as in the first delta: forget what was told before, and take what was added.',
  })
  whole!: boolean;

  @Field(() => [LineageNode], { description: 'Nodes that were not there before.' }) addedNodes!: LineageNode[];
  @Field(() => [LineageNode], {
    description: 'Nodes that are otherwise now, or that something was done about: as they are now.',
  })
  changedNodes!: LineageNode[];

  @Field(() => [ID], { description: 'Ids of nodes that are not reached any more.' }) removedNodes!: readonly string[];
  @Field(() => [LineageEdge], { description: 'Edges that were not there before.' }) addedEdges!: LineageEdge[];
  @Field(() => [LineageEdge], { description: 'Edges of which something else is said now.' })
  changedEdges!: LineageEdge[];

  @Field(() => [RemovedEdge], { description: 'Edges that are not there any more.' }) removedEdges!: RemovedEdge[];
  @Field(() => Boolean, { description: 'Whether the graph is all there is, as of `lineage`.' }) complete!: boolean;
  @Field(() => IncompleteReason, { nullable: true, description: 'Why not, where it is not.' })
  incompleteBecause!: IncompleteReason | null;

  @Field(() => DateTime, { description: 'The time that the graph describes.' }) asOf!: string;
}

export function lineageDelta({ added, changed, removed, loaded, ...change }: LineageChange): LineageDelta {
  return make(LineageDelta, {
    cursor: cursorOf(change.position),
    whole: change.isWhole,
    addedNodes: added.nodes.map((node) => lineageNode(node, loaded)),
    changedNodes: changed.nodes.map((node) => lineageNode(node, loaded)),
    removedNodes: removed.nodes,
    addedEdges: added.edges.map(lineageEdge),
    changedEdges: changed.edges.map(lineageEdge),
    removedEdges: removed.edges.map((edge) => make(RemovedEdge, edge)),
    complete: change.incompleteBecause === undefined,
    incompleteBecause: change.incompleteBecause ?? null,
    asOf: change.asOf,
  });
}

function lineageNode(
  { id, depth, upstreamCount, downstreamCount, members }: WalkedNode,
  loaded: ReadonlyMap<string, GraphNode>,
): LineageNode {
  const node = loaded.get(id);
  if (node === undefined) throw new Error(`node ${id} was walked, but not loaded`);
  return make(LineageNode, { node, depth, upstreamCount, downstreamCount, members });
}

function lineageEdge({ src, dst, kind, runId, attributes, validFrom, validTo }: WalkedEdge): LineageEdge {
  return make(LineageEdge, {
    from: src.publicId,
    to: dst.publicId,
    kind,
    run: runId == null ? null : toPublicId(RUN, runId),
    attributes: attributes ?? null,
    validFrom: new Date(validFrom ?? 0),
    validTo: validTo == null ? null : new Date(validTo),
  });
}
