import { GraphQLSafeInt } from 'graphql-scalars';
import { Arg, Args, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Override } from '../../graph/guards/override.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import type { Database } from '../../platform/database/database.js';
import { type PageRequest, pageRequest } from '../../platform/database/keyset.js';
import { connectionOf, type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import { FeatureSet } from '../definitions/feature-set.entity.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';
import type { CountedUses, UnpinnedUses } from '../lookups/online/plans/unpinned-uses.js';
import { activateVersion } from './activate-version.js';
import { type ActivationRow, selectActivations } from './activation.sql.js';
import { ActivationCause } from './activation-cause.js';

@ObjectType({
  description: 'That another version of a feature set became current: what a reference without a version means.',
})
class Activation {
  @Field(() => FeatureSetVersion, { nullable: true, description: 'What was current before; null: nothing was.' })
  from!: FeatureSetVersion | null;
  @Field(() => FeatureSetVersion, { description: 'What became current.' }) to!: FeatureSetVersion;
  @Field(() => ActivationCause, { description: 'How it came to be.' }) cause!: ActivationCause;
  @Field(() => Boolean, { description: 'Whether it was forced, so that its readers were not compared.' })
  forced!: boolean;
  @Field(() => String, { nullable: true, description: 'Why, where it was said.' }) reason!: string | null;
  @Field(() => String, { description: 'Who did it.' }) activatedBy!: string;
  @Field(() => DateTime, { description: 'When.' }) activatedAt!: Date;
}

const ActivationConnection = connectionOf('Activation', () => Activation);

@InputType({ description: 'Which version to make current.' })
class ActivateFeatureSetVersionInput {
  @Field(() => Ref, { description: 'The feature set version, such as `airport_traffic@2`; an older one is fine.' })
  featureSetVersion!: string;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Switch even where readers of the current version would miss features or entities; needs a reason, and the right guard:override.',
  })
  force?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Why, in 1 to 2,000 characters; kept.' }) reason?: string | null;
  @Field(() => Override, { nullable: true, description: 'What force and reason say, in the word of all guards.' })
  override?: Override | null;
}

@ObjectType({ description: 'What activateFeatureSetVersion answers.' })
class ActivateFeatureSetVersionPayload {
  @Field(() => FeatureSet, { description: 'The feature set.' }) featureSet!: FeatureSet;
  @Field(() => FeatureSetVersion, { description: 'The version that is current now.' })
  featureSetVersion!: FeatureSetVersion;
  @Field(() => FeatureSetVersion, { nullable: true, description: 'What was current before; null: nothing was.' })
  previous!: FeatureSetVersion | null;
  @Field(() => Boolean, { description: 'False when it was current already.' }) changed!: boolean;
  @Field(() => GraphQLSafeInt, {
    description:
      'Lookups of the last week that named no version, and so read another one from now on; 0 where nothing changed.',
  })
  movedLookups!: number;
  @Field(() => GraphQLSafeInt, {
    description: 'Writes of the last week that named no version, and so go to another one from now on.',
  })
  movedWrites!: number;
}

/** Which version is current, and how it came to be. */
@Resolver(() => FeatureSet)
export class ActivationResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly unpinned: CountedUses,
  ) {}

  @Mutation(() => ActivateFeatureSetVersionPayload, {
    description:
      'Makes a version current: what references without a version mean from now on, for reads and writes. FAILED_PRECONDITION, saying what would be missed, while it lacks features or entities that the current one answers for, unless forced or overridden with a reason. What pins a version never moves.',
  })
  async activateFeatureSetVersion(
    @Arg('input', () => ActivateFeatureSetVersionInput, { description: 'Which version.' })
    input: ActivateFeatureSetVersionInput,
    @Ctx() context: GraphqlContext,
  ): Promise<ActivateFeatureSetVersionPayload> {
    const activated = await activateVersion(this.database, this.graph, context, input);
    const { featureSetId, featureSetVersionId, previousId, changed } = activated;
    const moved = async (uses: UnpinnedUses) => (changed ? (await uses.countOf(featureSetId)).count : 0);
    return make(ActivateFeatureSetVersionPayload, {
      featureSet: await context.node(FeatureSet, featureSetId),
      featureSetVersion: await context.node(FeatureSetVersion, featureSetVersionId),
      previous: previousId === null ? null : await context.node(FeatureSetVersion, previousId),
      changed,
      movedLookups: await moved(this.unpinned.lookups),
      movedWrites: await moved(this.unpinned.writes),
    });
  }

  @FieldResolver(() => ActivationConnection, { description: 'Which versions became current, last first.' })
  async activations(
    @Root() set: FeatureSet,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Activation>> {
    const page = pageRequest(asked);
    const rows = await context.load(this.activationsOf(page), set.node.id, `activations ${JSON.stringify(page)}`);
    const shown = await Promise.all(
      rows.slice(0, page.first).map(async ({ fromId, toId, ...row }) => {
        const [to, from] = await Promise.all([
          context.node(FeatureSetVersion, toId),
          fromId === null ? null : context.node(FeatureSetVersion, fromId),
        ]);
        return [row.id, make(Activation, { ...row, from, to })] as const;
      }),
    );
    const byId = new Map(shown);
    return pageOf(
      rows,
      page,
      (row) => [row.id],
      (row) => byId.get(row.id) as Activation,
    );
  }

  private activationsOf(page: PageRequest): BatchLoad<string, ActivationRow[]> {
    return async (ids) => {
      const rows = await selectActivations(this.database, ids, page);
      const activations = groupBy(rows, ({ featureSetId }) => featureSetId);
      return ids.map((id) => activations.get(id) ?? []);
    };
  }
}
