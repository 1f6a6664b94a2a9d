import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, Info, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { atMost } from '../../../platform/graphql/limits/list-limits.js';
import type { PlanChoice } from '../feature-choice.js';
import { FeatureTable } from '../online/feature-table.type.js';
import { matricesOf } from '../online/lookup-options.js';
import { type HistorySource, historicalFeatures } from './historical-features.js';
import { KnownAt } from './known-at.js';
import { SpineRows } from './spine-rows.scalar.js';

@Resolver()
export class HistoricalFeaturesResolver {
  constructor(
    private readonly source: HistorySource,
    private readonly plan: PlanChoice,
  ) {}

  @Query(() => FeatureTable, {
    description:
      "Point-in-time join: the values that were true at each spine row's event_time. One row per spine row, in order, duplicates included; NOT_FOUND and EXPIRED values are null. Ages are as of each row's time.",
  })
  @Extensions(atMost({ features: 5_000 }))
  async historicalFeatures(
    @Arg('features', () => [Ref], { nullable: true, description: 'Which features, in the order of the columns.' })
    features: string[] | null,
    @Arg('service', () => Ref, { nullable: true, description: 'Or a feature service: `checkout@2`.' })
    service: string | null,
    @Arg('spine', () => SpineRows, { description: 'The rows to join, at most 10,000.' }) spine: unknown,
    @Arg('knownAt', () => KnownAt, { nullable: true, defaultValue: KnownAt.NOW, description: 'What may be known.' })
    knownAt: KnownAt | null,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FeatureTable> {
    const plan = await this.plan(context, { features, service });
    const asker = { caller: context, signal: () => context.signal, budget: context.budget };
    const asked = { asker, matrices: matricesOf(info) };
    return new FeatureTable(await historicalFeatures(this.source, plan, spine, knownAt ?? KnownAt.NOW, asked));
  }
}
