import type { GraphQLResolveInfo } from 'graphql';
import { Args, ArgsType, Ctx, Field, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { FeatureTable } from '../../features/lookups/online/feature-table.type.js';
import { optionsOf } from '../../features/lookups/online/lookup-options.js';
import type { Lookups } from '../../features/lookups/online/lookups.js';
import { LookupArgs } from '../../features/lookups/online/online.args.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { Deployment } from '../deployment.entity.js';
import type { DeploymentLookup } from './deployment-lookup.js';

@ArgsType()
class DeploymentLookupArgs extends LookupArgs {
  @Field(() => Ref, {
    nullable: true,
    description:
      'Another of its live bindings than the one with the largest share of the traffic; with asOf any version that ever served here.',
  })
  modelVersion?: string | null;
}

@Resolver(() => Deployment)
export class DeploymentLookupResolver {
  constructor(
    private readonly lookups: Lookups,
    private readonly lookup: DeploymentLookup,
  ) {}

  @FieldResolver(() => FeatureTable, {
    description:
      'The values of the features that its model reads: by the signature of the binding with the largest share (the oldest of equals) of those live now, or with asOf of those live then, unless modelVersion names another. The answer says whose signature it used. FAILED_PRECONDITION where nothing served.',
  })
  async onlineFeatures(
    @Root() deployment: Deployment,
    @Args(() => DeploymentLookupArgs) args: DeploymentLookupArgs,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FeatureTable> {
    const place = { id: deployment.nodeId, label: deployment.label };
    const plan = await this.lookup.forDeployment(context, place, args.modelVersion, args);
    const asker = { caller: context, signal: () => context.signal, budget: context.budget };
    return new FeatureTable(await this.lookups.lookUp(plan, args.entities, optionsOf(args, info), args, asker));
  }
}
