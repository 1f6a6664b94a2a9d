import { GraphQLSafeInt } from 'graphql-scalars';
import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import type { Database } from '../../../platform/database/database.js';
import { badInput } from '../../../platform/errors.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { groupBy } from '../../../platform/group-by.js';
import { make } from '../../../platform/make.js';
import { FEATURE_SET_VERSION } from '../../feature-kinds.js';
import { selectViolations, type ViolationRow } from '../rules/violations.sql.js';
import { FeatureSetVersion } from '../versions/feature-set-version.entity.js';
import { compareVersions } from './compare-versions.js';
import { FeatureSetComparison } from './comparison.type.js';
import { deprecateFeature, undeprecateFeature } from './deprecate-feature.js';
import { type DeprecationRow, selectDeprecations } from './deprecation.sql.js';
import { loadComparedVersions } from './load-compared-versions.js';

@ObjectType({ description: 'That a feature, or a whole version, should not be used any more.' })
class Deprecation {
  @Field(() => String, { nullable: true, description: 'The feature; null: the whole version.' }) feature!:
    | string
    | null;
  @Field(() => String, { description: 'Why, in 1 to 2,000 characters.' }) reason!: string;
  @Field(() => Ref, { nullable: true, description: 'What to use instead.' }) replacement!: string | null;
  @Field(() => String, { description: 'Who said so.' }) deprecatedBy!: string;
  @Field(() => DateTime, { description: 'When.' }) deprecatedAt!: Date;
}

@ObjectType({
  description: 'Values that a feature does not allow, and that were written; or rows that were left out.',
})
class FeatureViolations {
  @Field(() => String, { description: 'The feature; `event_time` for rows that lay too far ahead and were left out.' })
  feature!: string;
  @Field(() => GraphQLSafeInt, { description: 'How many; a write that is repeated counts again.' }) count!: number;
  @Field(() => DateTime, { description: 'When the last one came.' }) lastAt!: Date;
}

@InputType({ description: 'What to deprecate.' })
class DeprecateFeatureInput {
  @Field(() => Ref, { description: 'A feature, `airport_traffic@1:mean_delay_3h`, or a version, `airport_traffic@1`.' })
  feature!: string;
  @Field(() => String, { description: 'Why, in 1 to 2,000 characters.' }) reason!: string;
  @Field(() => Ref, {
    nullable: true,
    description: 'What to use instead: about the same entity, of the same type, not deprecated itself.',
  })
  replacement?: string | null;
}

@InputType({ description: 'What not to deprecate any more.' })
class UndeprecateFeatureInput {
  @Field(() => Ref, { description: 'A feature or a version.' }) feature!: string;
}

@ObjectType({ description: 'What a change of a feature set version answers.' })
class FeatureSetVersionPayload {
  @Field(() => FeatureSetVersion, { description: 'The version.' }) featureSetVersion!: FeatureSetVersion;
}

/** How definitions change and age. */
@Resolver(() => FeatureSetVersion)
export class DefinitionChangesResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Query(() => FeatureSetComparison, { description: 'How one feature set version differs from another of its entity.' })
  async compareFeatureSetVersions(
    @Arg('from', () => Ref, { description: 'The first, such as `airport_traffic@1`.' }) from: string,
    @Arg('to', () => Ref, { description: 'The second, such as `airport_traffic@2`.' }) to: string,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureSetComparison> {
    const kinds = [FEATURE_SET_VERSION];
    context.demand('graph:read');
    const resolved = await this.graph.references.resolveAll(this.database, context.project, [from, to], kinds);
    const [one, other] = await loadComparedVersions(
      this.database,
      this.graph.nodes,
      resolved.map(({ id }) => id),
    );
    if (one === undefined || other === undefined) throw badInput('Two versions are compared.');
    if (one.entityId !== other.entityId) {
      throw badInput(
        `${one.label} is about ${one.entity}, ${other.label} about ${other.entity}; versions of one entity are compared.`,
        { field: 'to', found: other.entity, expected: one.entity },
      );
    }
    return make(FeatureSetComparison, compareVersions(one, other));
  }

  @FieldResolver(() => [Deprecation], {
    description: 'What of it should not be used any more; it is served all the same.',
  })
  async deprecations(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<Deprecation[]> {
    const rows = await context.load(this.deprecationsOf, version.nodeId);
    return rows.map((row) => make(Deprecation, { ...row, feature: row.feature || null }));
  }

  @FieldResolver(() => [FeatureViolations], {
    description:
      'Values that were written though their features do not allow them (onViolation: COUNT), and rows that were left out because they lie too far ahead (onFutureEvent: COUNT).',
  })
  async violations(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<FeatureViolations[]> {
    const rows = await context.load(this.violationsOf, version.nodeId);
    return rows.map(({ feature, count, lastAt }) => make(FeatureViolations, { feature, count, lastAt }));
  }

  @Mutation(() => FeatureSetVersionPayload, {
    description:
      'Says that a feature or a version should not be used any more, why, and what to use instead. Lookups tell.',
  })
  async deprecateFeature(
    @Arg('input', () => DeprecateFeatureInput, { description: 'What, and why.' }) input: DeprecateFeatureInput,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureSetVersionPayload> {
    return this.payload(context, await deprecateFeature(this.database, this.graph, context, input));
  }

  @Mutation(() => FeatureSetVersionPayload, { description: 'Takes a deprecation back.' })
  async undeprecateFeature(
    @Arg('input', () => UndeprecateFeatureInput, { description: 'Of what.' }) input: UndeprecateFeatureInput,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureSetVersionPayload> {
    return this.payload(context, await undeprecateFeature(this.database, this.graph, context, input.feature));
  }

  private async payload(context: GraphqlContext, id: string): Promise<FeatureSetVersionPayload> {
    const featureSetVersion = await context.node(FeatureSetVersion, id);
    return make(FeatureSetVersionPayload, { featureSetVersion });
  }

  private readonly deprecationsOf: BatchLoad<string, DeprecationRow[]> = async (ids) => {
    const deprecations = groupBy(
      await selectDeprecations(this.database, ids),
      ({ featureSetVersionId }) => featureSetVersionId,
    );
    return ids.map((id) => deprecations.get(id) ?? []);
  };

  private readonly violationsOf: BatchLoad<string, ViolationRow[]> = async (ids) => {
    const violations = groupBy(
      await selectViolations(this.database, ids),
      ({ featureSetVersionId }) => featureSetVersionId,
    );
    return ids.map((id) => violations.get(id) ?? []);
  };
}
