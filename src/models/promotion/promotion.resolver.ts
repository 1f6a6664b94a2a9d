import { Arg, Ctx, Field, FieldResolver, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import { Model } from '../model.entity.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { Approval, ApproveInput } from './approvals/approval.js';
import { selectApprovals } from './approvals/approval.sql.js';
import { approve } from './approvals/approve.js';
import { GateEvaluation } from './gates/gate.js';
import { definePromotionPolicy } from './policies/define-policy.js';
import { DefinePromotionPolicyInput, TO } from './policies/policy.input.js';
import { PromotionPolicy } from './policies/policy.js';
import { selectPolicies, selectPolicy } from './policies/policy.sql.js';
import { PromoteInput } from './promote.input.js';
import { promote } from './promote.js';
import { targetOf } from './target.js';

@ObjectType({ description: 'What definePromotionPolicy answers.' })
class DefinePromotionPolicyPayload {
  @Field(() => Model, { description: 'The model.' }) model!: Model;
  @Field(() => PromotionPolicy, { description: 'The policy that counts from now on.' }) policy!: PromotionPolicy;
  @Field(() => Boolean, { description: 'False when the policy said this already.' }) created!: boolean;
}

@ObjectType({ description: 'What approve answers.' })
class ApprovePayload {
  @Field(() => ModelVersion, { description: 'The version.' }) modelVersion!: ModelVersion;
  @Field(() => Approval, { description: 'What was said.' }) approval!: Approval;
}

@ObjectType({ description: 'What promote answers.' })
class PromotePayload {
  @Field(() => Model, { description: 'The model.' }) model!: Model;
  @Field(() => ModelVersion, { description: 'The version.' }) modelVersion!: ModelVersion;
  @Field(() => ModelVersion, { nullable: true, description: 'Who held it before; null: nobody.' })
  previous!: ModelVersion | null;

  @Field(() => GateEvaluation, { description: 'What the gate found.' }) evaluation!: GateEvaluation;
  @Field(() => Boolean, { description: 'Whether it took an override.' }) overridden!: boolean;
  @Field(() => Boolean, { description: 'False when the version held it already.' }) changed!: boolean;
}

@Resolver()
export class PromotionResolver {
  constructor(private readonly room: OnGraph) {}

  @Mutation(() => DefinePromotionPolicyPayload, {
    description:
      'Says what a version of a model must be to get a stage or an alias: from then on `promote` alone gives it. Another version of the policy, unless it says the same.',
  })
  async definePromotionPolicy(
    @Arg('input', () => DefinePromotionPolicyInput, { description: 'The policy.' }) input: DefinePromotionPolicyInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DefinePromotionPolicyPayload> {
    return make(DefinePromotionPolicyPayload, await definePromotionPolicy(this.room, context, input));
  }

  @Mutation(() => ApprovePayload, {
    description:
      'Says that a version may be promoted, or may not. FORBIDDEN for who registered it or began its run. It counts as long as the policy stays as it is; the last word of each counts.',
  })
  async approve(
    @Arg('input', () => ApproveInput, { description: 'The version, and what to say.' }) input: ApproveInput,
    @Ctx() context: GraphqlContext,
  ): Promise<ApprovePayload> {
    return make(ApprovePayload, await approve(this.room, context, input));
  }

  @Mutation(() => PromotePayload, {
    description:
      'Gives a version a stage or an alias, if its gate lets it pass and enough have approved. CONFLICT where somebody else holds it than expectedCurrent says, FAILED_PRECONDITION with the reasons where it is refused: what the gate found is kept all the same.',
  })
  async promote(
    @Arg('input', () => PromoteInput, { description: 'The version, and what it is to get.' }) input: PromoteInput,
    @Ctx() context: GraphqlContext,
  ): Promise<PromotePayload> {
    return make(PromotePayload, await promote(this.room, context, input));
  }
}

@Resolver(() => Model)
export class ModelPoliciesResolver {
  constructor(private readonly room: OnGraph) {}

  @FieldResolver(() => [PromotionPolicy], { description: 'The policies that guard its stages and aliases now.' })
  promotionPolicies(@Root() model: Model, @Ctx() context: GraphqlContext): Promise<PromotionPolicy[]> {
    return context.load(this.policies, model.node.id);
  }

  @FieldResolver(() => PromotionPolicy, {
    nullable: true,
    description: 'The policy that guards a stage or an alias; null: none does.',
  })
  async promotionPolicy(
    @Root() model: Model,
    @Arg('to', () => String, { description: TO }) to: string,
    @Arg('version', () => Int, { nullable: true, description: 'An earlier version of it.' }) version: number | null,
    @Ctx() context: GraphqlContext,
  ): Promise<PromotionPolicy | null> {
    const target = await targetOf(this.room.database, context.project, to);
    return (await selectPolicy(this.room.database, model.node.id, target, version ?? null)) ?? null;
  }

  private readonly policies: BatchLoad<string, PromotionPolicy[]> = async (ids) => {
    const groups = groupBy(await selectPolicies(this.room.database, ids), ({ modelId }) => modelId);
    return ids.map((id) => (groups.get(id) ?? []).map(({ policy }) => policy));
  };
}

@Resolver(() => ModelVersion)
export class ModelVersionApprovalsResolver {
  constructor(private readonly room: OnGraph) {}

  @FieldResolver(() => [Approval], {
    description: 'What was said of its promotion, now or until a time, in that order.',
  })
  approvals(
    @Root() version: ModelVersion,
    @Arg('asOf', () => DateTime, { nullable: true, description: 'When; now if left out.' }) asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Approval[]> {
    const time = asOf ?? null;
    const load: BatchLoad<string, Approval[]> = async (ids) => {
      const rows = await selectApprovals(this.room.database, ids, time);
      const groups = groupBy(rows, ({ modelVersionId }) => modelVersionId);
      return ids.map((id) => (groups.get(id) ?? []).map((row) => make(Approval, row)));
    };
    return context.load(load, version.nodeId, `approvals as of ${time}`);
  }
}
