import { Field, Int, ObjectType } from 'type-graphql';
import { Role } from '../../../access/rights/role.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { Float } from '../../../platform/graphql/scalars/float.scalar.js';
import { MetricGoal } from '../../../runs/goals/metric-goal.js';
import { TargetKind } from '../target.js';
import { Comparison, RuleKind, RuleOperator, RuleSeverity } from './rule-enums.js';

@ObjectType({ description: 'One thing that a policy asks. What its kind does not take is null.' })
export class PromotionRule {
  @Field(() => RuleKind, { description: 'What it asks.' }) kind!: RuleKind;
  @Field(() => RuleSeverity, { description: 'What comes of it where it is not met.' }) severity!: RuleSeverity;
  @Field(() => String, { nullable: true, description: 'The metric.' }) metric!: string | null;
  @Field(() => RuleOperator, { nullable: true, description: 'How it is compared.' }) operator!: RuleOperator | null;
  @Field(() => Float, { nullable: true, description: 'What it is compared with.' }) value!: number | null;
  @Field(() => Float, { nullable: true, description: 'Where a range begins.' }) lower!: number | null;
  @Field(() => Float, { nullable: true, description: 'Where it ends.' }) upper!: number | null;
  @Field(() => MetricGoal, { nullable: true, description: 'Which values are better.' }) better!: MetricGoal | null;
  @Field(() => Float, { nullable: true, description: 'How much better than the champion, at least.' })
  minGain!: number | null;

  @Field(() => Float, { nullable: true, description: 'How much worse than the champion, at most.' })
  maxRegression!: number | null;

  @Field(() => Comparison, { nullable: true, description: 'By so much, or by such a share.' })
  comparison!: Comparison | null;

  @Field(() => String, { nullable: true, description: 'The key of a tag.' }) tag!: string | null;
  @Field(() => String, { nullable: true, description: 'Its value.' }) tagValue!: string | null;
}

@ObjectType({ description: 'How many have to approve.' })
export class ApprovalNeed {
  @Field(() => Int, { description: 'So many people.' }) count!: number;
  @Field(() => Role, { description: 'Who may do at least what this role may.' }) role!: Role;
}

@ObjectType({
  description: 'What a version of a model must be to get a stage or an alias. A version of a policy never changes.',
})
export class PromotionPolicy {
  /** Not a field: evaluations and approvals refer to it. */
  id!: string;

  @Field(() => TargetKind, { description: 'Whether it guards a stage or an alias.' }) targetKind!: TargetKind;
  @Field(() => String, { description: 'The stage or the alias.' }) to!: string;
  @Field(() => Int, { description: 'Its version, from 1; the highest counts.' }) version!: number;
  @Field(() => [PromotionRule], { description: 'The rules.' }) rules!: readonly PromotionRule[];
  @Field(() => [ApprovalNeed], { description: 'Who has to approve.' }) approvals!: readonly ApprovalNeed[];
  @Field(() => Boolean, { description: 'Whether it can be overridden, with a reason, by whoever has the right.' })
  overridable!: boolean;

  @Field(() => DateTime, { description: 'When it was defined.' }) definedAt!: Date;
  @Field(() => String, { description: 'Who defined it.' }) definedBy!: string;
}
