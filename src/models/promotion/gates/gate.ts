import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { Float } from '../../../platform/graphql/scalars/float.scalar.js';
import { PromotionRule } from '../policies/policy.js';
import { TargetKind } from '../target.js';

export enum GateVerdict {
  PASSED = 'PASSED',
  WARNED = 'WARNED',
  FAILED = 'FAILED',
  UNGUARDED = 'UNGUARDED',
}

registerEnumType(GateVerdict, {
  name: 'GateVerdict',
  description: 'What a gate says of a version.',
  valuesConfig: {
    PASSED: { description: 'It meets every rule.' },
    WARNED: { description: 'It meets every rule that blocks, and not all that warn.' },
    FAILED: { description: 'It does not meet a rule that blocks.' },
    UNGUARDED: { description: 'No policy guards this; nothing is asked.' },
  },
});

export enum RuleOutcome {
  PASSED = 'PASSED',
  FAILED = 'FAILED',
  NOT_APPLICABLE = 'NOT_APPLICABLE',
}

registerEnumType(RuleOutcome, {
  name: 'PromotionRuleOutcome',
  description: 'Whether a version meets a rule.',
  valuesConfig: {
    PASSED: { description: 'The version keeps the rule.' },
    FAILED: { description: 'It does not, or too little is known to say so.' },
    NOT_APPLICABLE: { description: 'There is no champion to compare it with.' },
  },
});

@ObjectType({ description: 'What a gate says of one rule, with the numbers that it was judged by.' })
export class RuleResult {
  @Field(() => PromotionRule, { description: 'The rule.' }) rule!: PromotionRule;
  @Field(() => RuleOutcome, { description: 'Whether it is met.' }) outcome!: RuleOutcome;
  @Field(() => String, { description: 'Why, with the numbers, in a sentence.' }) explanation!: string;
  @Field(() => Float, { nullable: true, description: 'What the version has; null: no number, or none is known.' })
  found!: number | null;

  @Field(() => Float, { nullable: true, description: 'What the champion has.' }) champion!: number | null;
  @Field(() => Float, { nullable: true, description: 'What it had to be compared with, as it was computed.' })
  threshold!: number | null;
}

@ObjectType({
  description:
    'What a gate has found of a version: kept with its numbers, and found again as long as nothing that it looks at has changed.',
})
export class GateEvaluation {
  /** Not fields: modelVersion, champion and policy load them. */
  modelVersionId!: string;
  championId!: string | null;
  policyId!: string | null;

  @Field(() => String, { description: 'Its id.' }) id!: string;
  @Field(() => TargetKind, { description: 'Whether it is about a stage or an alias.' }) targetKind!: TargetKind;
  @Field(() => String, { description: 'The stage or the alias.' }) to!: string;
  @Field(() => GateVerdict, { description: 'What comes of all rules.' }) verdict!: GateVerdict;
  @Field(() => [RuleResult], { description: 'Each rule, in the order of the policy.' }) rules!: readonly RuleResult[];
  @Field(() => DateTime, { description: 'When it was first found.' }) evaluatedAt!: Date;
  @Field(() => String, { description: 'Who asked then.' }) evaluatedBy!: string;
}
