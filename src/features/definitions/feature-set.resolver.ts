import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ListArguments } from '../../graph/nodes/lists/list-arguments.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { FEATURE_SET, FEATURE_SET_VERSION } from '../feature-kinds.js';
import { Entity } from './entities/entity.entity.js';
import { FeatureSet } from './feature-set.entity.js';
import { FeatureSetVersion } from './versions/feature-set-version.entity.js';
import { FEATURE_SET_VERSION_CONDITIONS } from './versions/feature-set-version-filter.js';

export const FeatureSetConnection = connectionOf('FeatureSet', () => FeatureSet);
const FeatureSetVersionConnection = connectionOf('FeatureSetVersion', () => FeatureSetVersion);

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
    @Args(() => ListArguments) list: ListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<FeatureSet>> {
    return this.graph.reads.list(context, FEATURE_SET, list, FEATURE_SET_VERSION_CONDITIONS);
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
  ): Promise<Page<FeatureSetVersion>> {
    return this.graph.reads.children(context, set.node.id, FEATURE_SET_VERSION, page);
  }
}
