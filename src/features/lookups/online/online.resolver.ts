import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { Direct } from '../../../platform/graphql/direct.js';
import { FeatureTable } from './feature-table.type.js';
import { optionsOf } from './lookup-options.js';
import type { Lookups } from './lookups.js';
import { OnlineFeaturesArgs } from './online.args.js';
import type { LookupPlanner } from './plans/lookup-planner.js';

@Resolver()
export class OnlineFeaturesResolver {
  constructor(
    private readonly lookups: Lookups,
    private readonly planner: LookupPlanner,
  ) {}

  @Query(() => FeatureTable, {
    description:
      'The values of features, by entity key. An unknown feature, a missing, extra or ill-typed join key is an error that names it, never NOT_FOUND.',
  })
  @Direct()
  async onlineFeatures(
    @Args(() => OnlineFeaturesArgs) args: OnlineFeaturesArgs,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FeatureTable> {
    const plan = await this.planner.forFeatures(context, args.features);
    const asker = { signal: () => context.signal, budget: context.budget };
    return new FeatureTable(await this.lookups.lookUp(plan, args.entities, optionsOf(args, info), args, asker));
  }
}
