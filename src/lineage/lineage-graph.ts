import { Field, ID, Int, ObjectType } from 'type-graphql';
import { EdgeKind } from '../graph/edge-kind.js';
import { GraphNode } from '../graph/graph-node.js';
import { DateTime } from '../platform/graphql/date-time.scalar.js';
import { JsonObject } from '../platform/graphql/json.scalar.js';
import { IncompleteReason, LineageDirection } from './lineage-enums.js';

@ObjectType({ description: 'A node in a lineage answer.', simpleResolvers: true })
export class LineageNode {
  @Field(() => GraphNode, { description: 'The node; deleted ones stay in the lineage, marked so.' }) node!: GraphNode;
  @Field(() => Int, { description: 'Edges on the shortest path from a root.' }) depth!: number;
  @Field(() => Int, { description: 'Direct neighbours upstream, in this answer or not.' }) upstreamCount!: number;
  @Field(() => Int, { description: 'Direct neighbours downstream, in this answer or not.' }) downstreamCount!: number;
}

@ObjectType({
  description: 'An edge between two nodes of a lineage answer. It points downstream.',
  simpleResolvers: true,
})
export class LineageEdge {
  @Field(() => ID, { description: 'Id of the node upstream.' }) from!: string;
  @Field(() => ID, { description: 'Id of the node downstream.' }) to!: string;
  @Field(() => EdgeKind, { description: 'Why the one is upstream of the other.' }) kind!: EdgeKind;
  @Field(() => ID, { nullable: true, description: 'Id of the run that made it, where there is one.' }) run!:
    | string
    | null;
  @Field(() => JsonObject, {
    nullable: true,
    description: 'What the kind of edge says more: columns, features, trafficPercent, role.',
  })
  attributes!: object | null;

  @Field(() => DateTime, { description: 'Since when it holds.' }) validFrom!: Date;
  @Field(() => DateTime, { nullable: true, description: 'Until when, exclusively; null while it holds.' })
  validTo!: Date | null;
}

@ObjectType({
  description:
    'A node whose neighbours in one direction were not all followed. To go on, ask for the lineage of it with its direction and its `after`; nodes with the same two can be asked for at once. Who keeps the node, direction and `after` of what was asked, and asks for each once, has seen everything in the end.',
  simpleResolvers: true,
})
export class FrontierNode {
  @Field(() => GraphNode, { description: 'The node.' }) node!: GraphNode;
  @Field(() => LineageDirection, { description: 'UPSTREAM or DOWNSTREAM: the way that was not followed from it.' })
  direction!: LineageDirection;
  @Field(() => Int, { description: 'Its direct neighbours that way that are missing from the walk.' })
  hiddenNeighbours!: number;
  @Field(() => String, { description: 'Where among its neighbours to go on: the `after` of the next `lineage`.' })
  after!: string;
}

@ObjectType({ description: 'A part of the graph: nodes, and every edge between them.', simpleResolvers: true })
export class LineageGraph {
  @Field(() => [GraphNode], { description: 'Where the walk began.' }) roots!: readonly GraphNode[];
  @Field(() => [LineageNode], { description: 'The nodes of the kinds asked for, by depth.' })
  nodes!: readonly LineageNode[];
  @Field(() => [LineageEdge], { description: 'Every edge between these nodes.' }) edges!: readonly LineageEdge[];
  @Field(() => Int, { description: 'The greatest depth of a node in the walk.' }) depth!: number;
  @Field(() => Boolean, { description: 'Whether the walk reached everything there is.' }) complete!: boolean;
  @Field(() => IncompleteReason, {
    nullable: true,
    description: 'Why not, where it did not; of several reasons TIME_LIMIT before NODE_LIMIT before DEPTH.',
  })
  incompleteBecause!: IncompleteReason | null;

  @Field(() => [FrontierNode], {
    description: 'Where it stopped: nodes of any kind with neighbours that were not followed.',
  })
  frontier!: readonly FrontierNode[];

  @Field(() => DateTime, { description: 'The time that the answer describes.' }) asOf!: string;
}
