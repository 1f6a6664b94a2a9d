import { GraphQLSafeInt } from 'graphql-scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { checkRetention } from '../../features/definitions/feature-set.input.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import { backfillVersion } from '../../features/ingest/backfill/backfill-version.js';
import type { EventHorizon } from '../../features/ingest/event-horizon.js';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Override } from '../../graph/guards/override.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import type { Database } from '../../platform/database/database.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { compactHistory } from './compact-history.js';
import { dropFeatureRows } from './drop-feature-rows.js';
import { setKeepHistoryFor } from './retention.sql.js';

@InputType({ description: 'How long to keep history.' })
class SetRetentionInput {
  @Field(() => Ref, { description: 'The feature set version; the current one if the reference names none.' })
  featureSet!: string;
  @Field(() => Int, { nullable: true, description: 'Seconds; null keeps all of it.' }) keepHistoryFor?: number | null;
}

@InputType({ description: 'Which history to compact.' })
class CompactHistoryInput {
  @Field(() => Ref, { description: 'The feature set version; the current one if the reference names none.' })
  featureSet!: string;
  @Field(() => Boolean, { description: 'Only say what would go.' }) dryRun!: boolean;
  @Field(() => String, { nullable: true, description: 'The cursor of the call before; the beginning if left out.' })
  cursor?: string | null;
  @Field(() => Int, { nullable: true, description: 'Rows to look through in this call; 100,000 if left out.' })
  maxRows?: number | null;
}

@InputType({ description: 'Which rows to drop.' })
class DropFeatureRowsInput {
  @Field(() => Ref, { description: 'The feature set version, such as `airport_traffic@1`.' })
  featureSetVersion!: string;
  @Field(() => Boolean, { description: 'Only say what would go.' }) dryRun!: boolean;
  @Field(() => Override, { nullable: true, description: 'Drop them though something live depends on them.' })
  override?: Override | null;
}

@InputType({ description: 'Which version to backfill.' })
class BackfillFeatureSetVersionInput {
  @Field(() => Ref, { description: 'The version to write; the current one if the reference names none.' })
  featureSet!: string;
  @Field(() => Ref, { nullable: true, description: 'The version to copy from; its predecessor if left out.' })
  from?: string | null;
  @Field(() => String, { nullable: true, description: 'The cursor of the call before; the beginning if left out.' })
  cursor?: string | null;
  @Field(() => Int, { nullable: true, description: 'Events to look at in this call; 20,000 if left out.' })
  maxRows?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Make it current once every event is copied, as activateFeatureSetVersion does; what was written into the earlier version meanwhile comes with it. In every call of a backfill, or in none.',
  })
  activate?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Activate even where readers of the current version would miss features or entities; needs a reason, and the right guard:override.',
  })
  force?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Why it is activated, in 1 to 2,000 characters; kept.' })
  reason?: string | null;
  @Field(() => Override, { nullable: true, description: 'What force and reason say, in the word of all guards.' })
  override?: Override | null;
}

@ObjectType({ description: 'What setRetention answers.' })
class SetRetentionPayload {
  @Field(() => FeatureSetVersion, { description: 'The version.' }) featureSetVersion!: FeatureSetVersion;
}

@ObjectType({ description: 'What one call of a compaction came to.' })
class CompactHistoryPayload {
  @Field(() => FeatureSetVersion, { description: 'The version.' }) featureSetVersion!: FeatureSetVersion;
  @Field(() => DateTime, { description: 'History before it is not kept, but for what still answers from it on.' })
  horizon!: string;
  @Field(() => GraphQLSafeInt, { description: 'Rows looked through in this call.' }) rowsRead!: number;
  @Field(() => GraphQLSafeInt, { description: 'Of these, rows that were removed, or would be.' })
  rowsSuperseded!: number;
  @Field(() => GraphQLSafeInt, { description: 'Their bytes, about.' }) bytes!: number;
  @Field(() => String, { nullable: true, description: 'Pass it to the next call; null when there is nothing left.' })
  cursor!: string | null;
}

@ObjectType({ description: 'What dropFeatureRows dropped, or would drop.' })
class DropFeatureRowsPayload {
  @Field(() => FeatureSetVersion, { description: 'The version.' }) featureSetVersion!: FeatureSetVersion;
  @Field(() => GraphQLSafeInt, { description: 'Rows of the online store.' }) onlineRows!: number;
  @Field(() => GraphQLSafeInt, { description: 'Rows of the history.' }) historyRows!: number;
  @Field(() => GraphQLSafeInt, { description: 'Bytes on disk.' }) bytes!: number;
}

@ObjectType({ description: 'What one call of a backfill came to.' })
class BackfillPayload {
  @Field(() => FeatureSetVersion, { description: 'The version that was copied from.' }) from!: FeatureSetVersion;
  @Field(() => FeatureSetVersion, { description: 'The version that was written.' }) to!: FeatureSetVersion;
  @Field(() => [String], { description: 'Features whose values were copied; the others have their default, or null.' })
  copied!: readonly string[];
  @Field(() => GraphQLSafeInt, { description: 'Events looked at in this call.' }) read!: number;
  @Field(() => GraphQLSafeInt, { description: 'Of these, events that were written; the others were there already.' })
  written!: number;
  @Field(() => GraphQLSafeInt, {
    description: 'Events that lie too far ahead and were left out (onFutureEvent: COUNT).',
  })
  rejected!: number;
  @Field(() => String, { nullable: true, description: 'Pass it to the next call; null when there is nothing left.' })
  cursor!: string | null;
  @Field(() => Boolean, { description: 'Whether this call made the version current.' }) activated!: boolean;
}

/** What becomes of the rows of feature set versions in the long run. */
@Resolver()
export class RetentionResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly horizon: EventHorizon,
  ) {}

  @Mutation(() => SetRetentionPayload, {
    description: 'Says how long the history of a version is kept. compactHistory removes what is older.',
  })
  async setRetention(
    @Arg('input', () => SetRetentionInput, { description: 'The feature set, and how long its history is kept.' })
    input: SetRetentionInput,
    @Ctx() context: GraphqlContext,
  ): Promise<SetRetentionPayload> {
    context.demand('feature-set:set-retention');
    checkRetention(input.keepHistoryFor);
    const kinds = [FEATURE_SET_VERSION];
    const { id } = await this.graph.references.resolve(this.database, context.project, input.featureSet, kinds);
    await this.database.transaction(async (tx) => {
      this.graph.record(tx, context, 'feature-set:set-retention');
      await setKeepHistoryFor(tx, id, input.keepHistoryFor ?? null);
    });
    return make(SetRetentionPayload, { featureSetVersion: await context.node(FeatureSetVersion, id) });
  }

  @Mutation(() => CompactHistoryPayload, {
    description:
      'Removes history that is older than it is to be kept, but for the rows that still answer from then on. Reads as of earlier times are refused afterwards. Several calls for a long history: pass on the cursor.',
  })
  async compactHistory(
    @Arg('input', () => CompactHistoryInput, { description: 'Which history.' }) input: CompactHistoryInput,
    @Ctx() context: GraphqlContext,
  ): Promise<CompactHistoryPayload> {
    const compaction = await compactHistory(this.database, this.graph, context, input);
    const featureSetVersion = await context.node(FeatureSetVersion, compaction.featureSetVersionId);
    return make(CompactHistoryPayload, { ...compaction, featureSetVersion });
  }

  @Mutation(() => DropFeatureRowsPayload, {
    description:
      'Drops every row of a version for good. FAILED_PRECONDITION, with the list, while something live depends on it, unless overridden with a reason.',
  })
  async dropFeatureRows(
    @Arg('input', () => DropFeatureRowsInput, { description: 'Which rows.' }) input: DropFeatureRowsInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DropFeatureRowsPayload> {
    const dropped = await dropFeatureRows(this.database, this.graph, context, input);
    const featureSetVersion = await context.node(FeatureSetVersion, dropped.featureSetVersionId);
    return make(DropFeatureRowsPayload, { ...dropped, featureSetVersion });
  }

  @Mutation(() => BackfillPayload, {
    description:
      'Copies the events of an earlier version into a later one, for the features that mean the same in both. Their ingest time is now. Several calls for a long history: pass on the cursor. With `activate` the last call makes the version current.',
  })
  async backfillFeatureSetVersion(
    @Arg('input', () => BackfillFeatureSetVersionInput, { description: 'Which version.' })
    input: BackfillFeatureSetVersionInput,
    @Ctx() context: GraphqlContext,
  ): Promise<BackfillPayload> {
    const { fromId, toId, ...backfill } = await backfillVersion(this.database, this.graph, context, {
      ...input,
      horizon: this.horizon,
    });
    const [from, to] = await Promise.all([
      context.node(FeatureSetVersion, fromId),
      context.node(FeatureSetVersion, toId),
    ]);
    return make(BackfillPayload, { ...backfill, from, to });
  }
}
