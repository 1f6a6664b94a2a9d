import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { Direct } from '../../../platform/graphql/direct.js';
import type { PlanChoice } from '../feature-choice.js';
import { FeatureTable } from './feature-table.type.js';
import { optionsOf } from './lookup-options.js';
import type { Lookups } from './lookups.js';
import { OnlineFeaturesArgs } from './online.args.js';

@Resolver()
export class OnlineFeaturesResolver {
  constructor(
    private readonly lookups: Lookups,
    private readonly plan: PlanChoice,
  ) {}

  @Query(() => FeatureTable, {
    description:
      'The values of features, or of what a feature service lists, by entity key. An unknown feature, a missing, extra or ill-typed join key is an error that names it, never NOT_FOUND.',
  })
  @Direct()
  async onlineFeatures(
    @Args(() => OnlineFeaturesArgs) args: OnlineFeaturesArgs,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FeatureTable> {
    const plan = await this.plan(context, args);
    const asker = { caller: context, signal: () => context.signal, budget: context.budget };
    return new FeatureTable(await this.lookups.lookUp(plan, args.entities, optionsOf(args, info), args, asker));
  }
}
