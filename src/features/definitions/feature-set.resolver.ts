import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type CountedNodes, countedConnectionOf } from '../../graph/finding/counting/counted-connection.js';
import { listArgumentsOf, type OrderedList } from '../../graph/finding/ordering/list-order.input.js';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { FEATURE_SET, FEATURE_SET_VERSION } from '../feature-kinds.js';
import { Entity } from './entities/entity.entity.js';
import { FeatureSet } from './feature-set.entity.js';
import { FEATURE_SET_VERSIONS, FEATURE_SETS } from './finding/listed-feature-sets.js';
import { FeatureSetVersion } from './versions/feature-set-version.entity.js';

export const FeatureSetConnection = countedConnectionOf(FEATURE_SETS, () => FeatureSet);
const FeatureSetVersionConnection = countedConnectionOf(FEATURE_SET_VERSIONS, () => FeatureSetVersion);
const FeatureSetArguments = listArgumentsOf(FEATURE_SETS);
const FeatureSetVersionArguments = listArgumentsOf(FEATURE_SET_VERSIONS);

@Resolver(() => FeatureSet)
export class FeatureSetResolver {
  constructor(private readonly graph: Graph) {}

  @Extensions(QUICK)
  @Query(() => FeatureSet, { nullable: true, description: 'A feature set; null when there is none.' })
  featureSet(
    @Arg('ref', () => Ref, { description: 'Its name or id.' }) ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureSet | null> {
    return this.graph.reads.find(context, FeatureSet, FEATURE_SET, ref);
  }

  @Extensions(QUICK)
  @Query(() => FeatureSetConnection, { description: 'The feature sets of the project.' })
  featureSets(
    @Args(() => FeatureSetArguments) list: OrderedList,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<FeatureSet>> {
    return this.graph.reads.lists.counted(context, FEATURE_SETS, list);
  }

  @Extensions(QUICK)
  @Query(() => FeatureSetVersionConnection, { description: 'The versions of all feature sets of the project.' })
  featureSetVersions(
    @Args(() => FeatureSetVersionArguments) list: OrderedList,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<FeatureSetVersion>> {
    return this.graph.reads.lists.counted(context, FEATURE_SET_VERSIONS, list);
  }

  @Extensions(QUICK)
  @Query(() => FeatureSetVersion, { nullable: true, description: 'A feature set version; null when there is none.' })
  featureSetVersion(
    @Arg('ref', () => Ref, { description: '`airport_traffic@2`, `airport_traffic` for the current one, or an id.' })
    ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureSetVersion | null> {
    return this.graph.reads.find(context, FeatureSetVersion, FEATURE_SET_VERSION, ref);
  }

  @FieldResolver(() => Entity, { description: 'What its features are about.' })
  entity(@Root() set: FeatureSet, @Ctx() context: GraphqlContext): Promise<Entity> {
    return context.parent(Entity, set);
  }

  @FieldResolver(() => FeatureSetVersion, {
    nullable: true,
    description: 'The newest version, whether it is current or not; null if all were deleted.',
  })
  async latestVersion(@Root() set: FeatureSet, @Ctx() context: GraphqlContext): Promise<FeatureSetVersion | null> {
    const id = await context.load(this.graph.reads.newestVersions, set.node.id);
    return id === null ? null : context.node(FeatureSetVersion, id);
  }

  @FieldResolver(() => FeatureSetVersion, {
    nullable: true,
    description:
      'The version that a reference without a version means, for reads and writes; null if all were deleted.',
  })
  async currentVersion(@Root() set: FeatureSet, @Ctx() context: GraphqlContext): Promise<FeatureSetVersion | null> {
    const id = await context.load(this.graph.reads.meantVersions, set.node.id);
    return id === null ? null : context.node(FeatureSetVersion, id);
  }

  @FieldResolver(() => FeatureSetVersionConnection, { description: 'Its versions, newest first.' })
  versions(
    @Root() set: FeatureSet,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<FeatureSetVersion>> {
    return this.graph.reads.countedChildren(context, set.node.id, FEATURE_SET_VERSIONS, page);
  }
}
