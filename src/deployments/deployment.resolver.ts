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
import type { Graph } from '../graph/graph.js';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { ListArguments } from '../graph/nodes/lists/list-arguments.js';
import { Ref } from '../graph/references/ref.scalar.js';
import type { Database } from '../platform/database/database.js';
import { QUICK } from '../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../platform/graphql/lists/connection.js';
import { DateTime } from '../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../platform/make.js';
import { Binding } from './bindings/binding.js';
import { deploy } from './bindings/deploy.js';
import { undeploy } from './bindings/undeploy.js';
import { Deployment } from './deployment.entity.js';
import { DeployInput, UndeployInput } from './deployment.input.js';
import type { DeploymentLoader } from './deployment.loader.js';
import { DEPLOYMENT } from './deployment-kinds.js';
import { selectEndpointAsOf } from './endpoint-as-of.sql.js';
import { Environment } from './environments/environment.entity.js';

export const DeploymentConnection = connectionOf('Deployment', () => Deployment);

@ObjectType({ description: 'What deploy answers.' })
class DeployPayload {
  @Field(() => Deployment, { description: 'The deployment as it is now.' }) deployment!: Deployment;
  @Field(() => Boolean, { description: 'True when this made the deployment.' }) created!: boolean;
  @Field(() => Boolean, { description: 'False when the traffic was split so already.' }) changed!: boolean;
}

@ObjectType({ description: 'What undeploy answers.' })
class UndeployPayload {
  @Field(() => Deployment, { description: 'The deployment; it and its history stay.' }) deployment!: Deployment;
  @Field(() => Boolean, { description: 'False when nothing served behind it.' }) changed!: boolean;
}

@Resolver(() => Deployment)
export class DeploymentResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly loader: DeploymentLoader,
  ) {}

  @Extensions(QUICK)
  @Query(() => Deployment, { nullable: true, description: 'A deployment; null when there is none.' })
  async deployment(
    @Arg('ref', () => Ref, { description: '`production/flight-delay`, or an id.' }) ref: string,
    @Arg('asOf', () => DateTime, {
      nullable: true,
      description: 'As it was then: its bindings and its endpoint; null before it was made. Now if left out.',
    })
    asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Deployment | null> {
    const deployment = await this.graph.reads.find(context, Deployment, DEPLOYMENT, ref);
    if (asOf == null || deployment === null) return deployment;
    if (deployment.createdAt > new Date(asOf)) return null;
    const endpoint = await selectEndpointAsOf(this.database, deployment.nodeId, asOf);
    const then: Deployment = Object.create(Object.getPrototypeOf(deployment));
    return Object.assign(then, deployment, { endpoint, seenAt: asOf });
  }

  @Extensions(QUICK)
  @Query(() => DeploymentConnection, { description: 'The deployments of the project, in all environments.' })
  deployments(
    @Args(() => ListArguments) list: ListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Deployment>> {
    return this.graph.reads.lists.page(context, DEPLOYMENT, list);
  }

  @FieldResolver(() => Environment, { description: 'Where it lives.' })
  environment(@Root() deployment: Deployment, @Ctx() context: GraphqlContext): Promise<Environment> {
    return context.parent(Environment, deployment);
  }

  @FieldResolver(() => [Binding], {
    description:
      'What serves behind it, now or at a time: largest share first, the oldest of equals first. Empty where nothing does.',
  })
  bindings(
    @Root() deployment: Deployment,
    @Arg('asOf', () => DateTime, { nullable: true, description: 'When; now if left out.' }) asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Binding[]> {
    const time = asOf ?? deployment.seenAt ?? 'infinity';
    return context.load(this.loader.bindingsAt(time), deployment.nodeId, `bindings as of ${time}`);
  }

  @FieldResolver(() => [Binding], { description: 'Everything that ever served behind it, what began last first.' })
  history(@Root() deployment: Deployment, @Ctx() context: GraphqlContext): Promise<Binding[]> {
    return context.load(this.loader.history, deployment.nodeId);
  }

  @Mutation(() => DeployPayload, {
    description:
      'Sets the whole traffic split of a deployment at once, and makes the deployment on first use. NOT_FOUND for an environment that is not defined and for a model version that was deleted, FAILED_PRECONDITION if something that it depends on was.',
  })
  async deploy(
    @Arg('input', () => DeployInput, { description: 'The deployment and the split.' }) input: DeployInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DeployPayload> {
    return make(DeployPayload, await deploy(this.database, this.graph, context, input));
  }

  @Mutation(() => UndeployPayload, {
    description: 'Ends everything that serves behind a deployment. What it depended on can be deleted from then on.',
  })
  async undeploy(
    @Arg('input', () => UndeployInput, { description: 'The deployment.' }) input: UndeployInput,
    @Ctx() context: GraphqlContext,
  ): Promise<UndeployPayload> {
    return make(UndeployPayload, await undeploy(this.database, this.graph, context, input));
  }
}
