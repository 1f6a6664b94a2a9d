import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../graph/graph.module.js';
import type { GraphqlContext } from '../graph/graphql-context.js';
import { NodeFilter, NodeOrder } from '../graph/node-filter.input.js';
import { NodeKind } from '../graph/node-kind.js';
import { Ref } from '../graph/ref.scalar.js';
import { NAME, REF, refOf } from '../graph/ref-argument.js';
import { AFTER, connectionOf, FIRST, type Page } from '../platform/graphql/connection.js';
import type { Deployment } from './deployment.entity.js';
import { DeploymentConnection } from './deployment.resolver.js';
import { Environment } from './environment.entity.js';

const EnvironmentConnection = connectionOf('Environment', () => Environment);

@Resolver(() => Environment)
export class EnvironmentResolver {
  constructor(private readonly graph: Graph) {}

  @Query(() => Environment, { nullable: true, description: 'An environment; null when there is none.' })
  environment(
    @Arg('ref', () => Ref, REF) ref: string | null,
    @Arg('name', () => String, NAME) name: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Environment | null> {
    return this.graph.reads.find(context, Environment, NodeKind.ENVIRONMENT, refOf('environment', ref, name));
  }

  @Query(() => EnvironmentConnection, { description: 'The environments of the project.' })
  environments(
    @Arg('filter', () => NodeFilter, { nullable: true, description: 'Which ones.' }) filter: NodeFilter | null,
    @Arg('orderBy', () => NodeOrder, { nullable: true, description: 'NEWEST if left out.' }) orderBy: NodeOrder | null,
    @Arg('first', () => Int, FIRST) first: number | null,
    @Arg('after', () => String, AFTER) after: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Environment>> {
    return this.graph.reads.list(context, NodeKind.ENVIRONMENT, { filter, orderBy, first, after });
  }

  @FieldResolver(() => DeploymentConnection, { description: 'The deployments in it, newest first.' })
  deployments(
    @Root() environment: Environment,
    @Arg('first', () => Int, FIRST) first: number | null,
    @Arg('after', () => String, AFTER) after: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Deployment>> {
    return this.graph.reads.children(context, environment.node.id, NodeKind.DEPLOYMENT, { first, after });
  }
}
