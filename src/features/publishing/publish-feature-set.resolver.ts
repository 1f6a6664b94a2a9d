import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { selectVersions } from '../../graph/nodes/storage/node.sql.js';
import type { Database } from '../../platform/database/database.js';
import { make } from '../../platform/make.js';
import { FeatureSetComparison } from '../definitions/changes/comparison.type.js';
import { FeatureSet } from '../definitions/feature-set.entity.js';
import { PublishFeatureSetInput } from '../definitions/feature-set.input.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';
import type { CountedUses } from '../lookups/online/plans/unpinned-uses.js';
import { previewPublication } from './preview-publication.js';
import { Publication } from './publication.type.js';
import { publishFeatureSet } from './publish-feature-set.js';

@ObjectType({ description: 'What publishFeatureSet answers.' })
class PublishFeatureSetPayload {
  @Field(() => FeatureSet, {
    nullable: true,
    description: 'The feature set; null where a dry run found that it would be made.',
  })
  featureSet!: FeatureSet | null;
  @Field(() => FeatureSetVersion, {
    nullable: true,
    description: 'The version with this definition; null where a dry run found that it would be made.',
  })
  featureSetVersion!: FeatureSetVersion | null;
  @Field(() => Boolean, {
    description: 'Whether it was made, or would be; false when the newest version had the same definition.',
  })
  created!: boolean;
  @Field(() => Publication, { nullable: true, description: 'What would change, and for whom; null but in a dry run.' })
  publication!: Publication | null;
}

@Resolver()
export class PublishFeatureSetResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly unpinned: CountedUses,
  ) {}

  @Mutation(() => PublishFeatureSetPayload, {
    description:
      'Publishes a definition of a feature set and makes the set on first use. A definition identical to the newest version gives that version and created: false. The version is current at once if it is the first, or if the current one has no rows; else activateFeatureSetVersion switches to it.',
  })
  async publishFeatureSet(
    @Arg('input', () => PublishFeatureSetInput, { description: 'The definition.' }) input: PublishFeatureSetInput,
    @Ctx() context: GraphqlContext,
  ): Promise<PublishFeatureSetPayload> {
    if (input.dryRun === true) return this.preview(input, context);
    const published = await publishFeatureSet(this.database, this.graph, context, input);
    return make(PublishFeatureSetPayload, { ...published, publication: null });
  }

  private async preview(input: PublishFeatureSetInput, context: GraphqlContext): Promise<PublishFeatureSetPayload> {
    const found = await previewPublication(this.database, this.graph, context, input);
    const { featureSetId, sameId, currentId, comparison, version, becomesCurrent, because } = found;
    const { lookups, writes } = this.unpinned;
    const { count, since } = await lookups.countOf(featureSetId);
    const publication = make(Publication, {
      version,
      becomesCurrent,
      because,
      versionIds: featureSetId === undefined ? [] : await selectVersions(this.database, featureSetId),
      currentVersion: currentId === undefined ? null : await context.node(FeatureSetVersion, currentId),
      comparison: comparison === undefined ? null : Object.assign(new FeatureSetComparison(), comparison),
      unpinnedLookups: count,
      unpinnedWrites: (await writes.countOf(featureSetId)).count,
      countedSince: since,
    });
    return make(PublishFeatureSetPayload, {
      featureSet: featureSetId === undefined ? null : await context.node(FeatureSet, featureSetId),
      featureSetVersion: sameId === undefined ? null : await context.node(FeatureSetVersion, sameId),
      created: sameId === undefined,
      publication,
    });
  }
}
