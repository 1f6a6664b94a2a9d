import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ListArguments } from '../../graph/nodes/lists/list-arguments.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { NAME, REF, refOf } from '../../graph/references/ref-argument.js';
import type { Database } from '../../platform/database/database.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { make } from '../../platform/make.js';
import type { Deployment } from '../deployment.entity.js';
import { DeploymentConnection } from '../deployment.resolver.js';
import { DEPLOYMENT, ENVIRONMENT } from '../deployment-kinds.js';
import { defineEnvironment } from './define-environment.js';
import { Environment } from './environment.entity.js';
import { DefineEnvironmentInput } from './environment.input.js';

const EnvironmentConnection = connectionOf('Environment', () => Environment);

@ObjectType({ description: 'What defineEnvironment answers.' })
class DefineEnvironmentPayload {
  @Field(() => Environment, { description: 'The environment.' }) environment!: Environment;
  @Field(() => Boolean, { description: 'False when it was defined before.' }) created!: boolean;
}

@Resolver(() => Environment)
export class EnvironmentResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Extensions(QUICK)
  @Query(() => Environment, { nullable: true, description: 'An environment; null when there is none.' })
  environment(
    @Arg('ref', () => Ref, REF) ref: string | null,
    @Arg('name', () => String, NAME) name: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Environment | null> {
    context.demand('graph:read');
    return this.graph.reads.find(context, Environment, ENVIRONMENT, refOf('environment', ref, name));
  }

  @Extensions(QUICK)
  @Query(() => EnvironmentConnection, { description: 'The environments of the project.' })
  environments(
    @Args(() => ListArguments) list: ListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Environment>> {
    return this.graph.reads.lists.page(context, ENVIRONMENT, list);
  }

  @FieldResolver(() => DeploymentConnection, { description: 'The deployments in it, newest first.' })
  deployments(
    @Root() environment: Environment,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Deployment>> {
    return this.graph.reads.children(context, environment.node.id, DEPLOYMENT, page);
  }

  @Mutation(() => DefineEnvironmentPayload, {
    description: 'Defines an environment, so that models can be deployed to it. Defined again, it stays as it is.',
  })
  async defineEnvironment(
    @Arg('input', () => DefineEnvironmentInput, { description: 'The environment.' }) input: DefineEnvironmentInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DefineEnvironmentPayload> {
    const defined = await defineEnvironment(this.database, this.graph, context, input);
    return make(DefineEnvironmentPayload, defined);
  }
}
