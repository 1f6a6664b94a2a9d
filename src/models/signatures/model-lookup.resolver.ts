import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { FeatureTable } from '../../features/lookups/online/feature-table.type.js';
import { optionsOf } from '../../features/lookups/online/lookup-options.js';
import type { Lookups } from '../../features/lookups/online/lookups.js';
import { LookupArgs } from '../../features/lookups/online/online.args.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import type { ModelLookup } from './model-lookup.js';

@Resolver(() => ModelVersion)
export class ModelLookupResolver {
  constructor(
    private readonly lookups: Lookups,
    private readonly lookup: ModelLookup,
  ) {}

  @FieldResolver(() => FeatureTable, {
    description:
      'The values of the features that this version reads: pinned as its signature has them, in its order. FAILED_PRECONDITION if one is not served any more.',
  })
  async onlineFeatures(
    @Root() version: ModelVersion,
    @Args(() => LookupArgs) args: LookupArgs,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FeatureTable> {
    context.demand('feature:read');
    const plan = await this.lookup.forVersion(version.nodeId);
    const asker = { caller: context, signal: () => context.signal, budget: context.budget };
    return new FeatureTable(await this.lookups.lookUp(plan, args.entities, optionsOf(args, info), args, asker));
  }
}

/** A feature table says whose signature it used. */
@Resolver(() => FeatureTable)
export class FeatureTableModelResolver {
  @FieldResolver(() => ModelVersion, {
    nullable: true,
    description: 'The model version whose signature gave the columns; null for a lookup by feature.',
  })
  modelVersion(@Root() table: FeatureTable, @Ctx() context: GraphqlContext): Promise<ModelVersion> | null {
    const id = table.text.plan.modelVersion?.id;
    return id === undefined ? null : context.node(ModelVersion, id);
  }
}
