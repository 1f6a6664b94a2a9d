import { Arg, Args, Ctx, Extensions, Field, ID, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Database } from '../../platform/database/database.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { make } from '../../platform/make.js';
import { deleteNode } from '../editing/delete-node.js';
import { DeleteNodeInput, UpdateNodeInput } from '../editing/node.input.js';
import { updateNode } from '../editing/update-node.js';
import type { Graph } from '../graph.js';
import { GraphNode } from '../nodes/graph-node.js';
import { type NodeKind, NodeKindEnum } from '../nodes/kinds/node-kind.js';
import { fromPublicId } from '../nodes/node-id.js';
import { searchNodes } from '../search-nodes.js';
import type { GraphqlContext } from './graphql-context.js';

const GraphNodeConnection = connectionOf('GraphNode', () => GraphNode);

@ObjectType({ description: 'What updateNode and deleteNode answer.' })
class NodePayload {
  @Field(() => GraphNode, { description: 'The node as it is now.' }) node!: GraphNode;
}

@Resolver()
export class NodeResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Extensions(QUICK)
  @Query(() => GraphNode, {
    nullable: true,
    description: 'Any node by its id, deleted ones too; null when there is none.',
  })
  node(@Arg('id', () => ID, { description: 'A node id.' }) id: string, @Ctx() context: GraphqlContext) {
    context.demand('graph:read');
    return this.load(context, id);
  }

  @Extensions(QUICK)
  @Query(() => [GraphNode], {
    nullable: 'items',
    description: 'Nodes by their ids: same order, same length, null for an unknown id.',
  })
  nodes(@Arg('ids', () => [ID], { description: 'Node ids.' }) ids: string[], @Ctx() context: GraphqlContext) {
    // Not for each: of a list of promises graphql-js looks at some later, and one that has failed till then would end the process.
    context.demand('graph:read');
    return ids.map((id) => this.load(context, id));
  }

  @Query(() => GraphNodeConnection, {
    description:
      'Nodes in which every word begins some word of name, description, owner or tags; names that match best come first. Where there is none, those with words alike, if PostgreSQL has pg_trgm.',
  })
  search(
    @Arg('text', () => String, { description: 'Words to look for.' }) text: string,
    @Arg('kinds', () => [NodeKindEnum], { nullable: true, description: 'Only these kinds.' }) kinds: NodeKind[] | null,
    @Arg('includeDeleted', () => Boolean, { nullable: true, description: 'Deleted ones too; false if left out.' })
    includeDeleted: boolean | null,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<GraphNode>> {
    return searchNodes(this.database, this.graph, context, {
      text,
      kinds,
      includeDeleted,
      page: pageRequest(asked),
    });
  }

  @Mutation(() => NodePayload, {
    description: 'Changes description, tags or owner of any node. They are not part of its identity.',
  })
  async updateNode(
    @Arg('input', () => UpdateNodeInput, { description: 'The node and what to change.' }) input: UpdateNodeInput,
    @Ctx() context: GraphqlContext,
  ): Promise<NodePayload> {
    return make(NodePayload, { node: await updateNode(this.database, this.graph, context, input) });
  }

  @Mutation(() => NodePayload, {
    description:
      'Deletes a node: it stays in the lineage, marked deleted, and its name becomes free. FAILED_PRECONDITION with the list of dependants while a live deployment depends on it, unless overridden with a reason.',
  })
  async deleteNode(
    @Arg('input', () => DeleteNodeInput, { description: 'The node, and why.' }) input: DeleteNodeInput,
    @Ctx() context: GraphqlContext,
  ): Promise<NodePayload> {
    return make(NodePayload, { node: await deleteNode(this.database, this.graph, context, input) });
  }

  private async load(context: GraphqlContext, publicId: string): Promise<GraphNode | null> {
    const parsed = fromPublicId(publicId, this.graph.kinds);
    if (parsed === undefined) return null;
    const node = await context.nodes.load(parsed.id);
    return node?.kind === parsed.kind && node.project === context.project ? node : null;
  }
}
