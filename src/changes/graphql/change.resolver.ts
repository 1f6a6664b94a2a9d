import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { ChangeDetails } from '../../graph/nodes/changes/record-change.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { JsonObject } from '../../platform/graphql/scalars/json.scalar.js';
import { publicDetails } from '../record/public-details.js';
import { Change } from './change.type.js';

@Resolver(() => Change)
export class ChangeResolver {
  @FieldResolver(() => [GraphNode], {
    description: 'What it is about. A node of another project stands here only where you may read that.',
  })
  async nodes(@Root() change: Change, @Ctx() context: GraphqlContext): Promise<GraphNode[]> {
    return (await nodesOf(change, context)).filter((node) => context.may('graph:read', node.project));
  }

  @FieldResolver(() => JsonObject, {
    description:
      'What changed: `things` with their fields before and after, by the id of a node or another name; `edges`; `counts`. Never the value of a feature.',
  })
  async details(@Root() change: Change, @Ctx() context: GraphqlContext): Promise<ChangeDetails> {
    const nodes = await nodesOf(change, context);
    return publicDetails(change.details, new Map(nodes.map((node) => [node.node.id, node])));
  }
}

async function nodesOf(change: Change, context: GraphqlContext): Promise<GraphNode[]> {
  const nodes = await context.nodes.loadMany(change.nodeIds);
  return nodes.filter((node): node is GraphNode => node instanceof GraphNode);
}
