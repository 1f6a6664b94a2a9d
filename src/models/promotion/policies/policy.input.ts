import { Extensions, Field, InputType, Int } from 'type-graphql';
import { Role } from '../../../access/rights/role.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { atMost } from '../../../platform/graphql/limits/list-limits.js';
import { Float } from '../../../platform/graphql/scalars/float.scalar.js';
import { MetricGoal } from '../../../runs/goals/metric-goal.js';
import { Comparison, RuleKind, RuleOperator, RuleSeverity } from './rule-enums.js';

/** Of promote, approve, evaluateGate and definePromotionPolicy. */
export const TO =
  'The stage or alias: `Production`, `champion`. A stage where the project has one of this name, else an alias; `stage:…` or `alias:…` says which.';

@InputType({ description: 'One thing that a policy asks. Which fields it takes, its kind says.' })
export class PromotionRuleInput {
  @Field(() => RuleKind, { description: 'What it asks.' }) kind!: RuleKind;
  @Field(() => RuleSeverity, { nullable: true, description: 'BLOCK if left out.' }) severity?: RuleSeverity | null;
  @Field(() => String, { nullable: true, description: 'The metric, such as `auc`.' }) metric?: string | null;
  @Field(() => RuleOperator, { nullable: true, description: 'How it is compared. Of CHAMPION GTE if left out, or GT.' })
  operator?: RuleOperator | null;

  @Field(() => Float, { nullable: true, description: 'What it is compared with.' }) value?: number | null;
  @Field(() => Float, { nullable: true, description: 'Where the range of BETWEEN begins.' }) lower?: number | null;
  @Field(() => Float, { nullable: true, description: 'Where it ends.' }) upper?: number | null;
  @Field(() => MetricGoal, {
    nullable: true,
    description: 'Of CHAMPION: which values are better; left out, as defineMetric has said.',
  })
  better?: MetricGoal | null;

  @Field(() => Float, { nullable: true, description: 'Of CHAMPION: how much better it must be, at least; 0: as good.' })
  minGain?: number | null;

  @Field(() => Float, { nullable: true, description: 'Of CHAMPION: how much worse it may be, at most.' })
  maxRegression?: number | null;

  @Field(() => Comparison, { nullable: true, description: 'Of CHAMPION; ABSOLUTE if left out.' })
  comparison?: Comparison | null;

  @Field(() => String, { nullable: true, description: 'Of REQUIRED_TAG: the key.' }) tag?: string | null;
  @Field(() => String, { nullable: true, description: 'Of REQUIRED_TAG: the value; any if left out.' })
  tagValue?: string | null;
}

@InputType({ description: 'How many have to approve.' })
export class ApprovalNeedInput {
  @Field(() => Int, { description: 'So many people, 1 to 20; never the author of the version.' }) count!: number;
  @Field(() => Role, { nullable: true, description: 'Who may do at least what this role may; APPROVER if left out.' })
  role?: Role | null;
}

@InputType({ description: 'What a version of a model must be to get a stage or an alias.' })
export class DefinePromotionPolicyInput {
  @Field(() => Ref, { description: 'The model.' }) model!: string;
  @Field(() => String, { description: TO }) to!: string;

  @Extensions(atMost(100))
  @Field(() => [PromotionRuleInput], { nullable: true, description: 'The rules; none if left out.' })
  rules?: PromotionRuleInput[] | null;

  @Extensions(atMost(10))
  @Field(() => [ApprovalNeedInput], { nullable: true, description: 'Who has to approve; nobody if left out.' })
  approvals?: ApprovalNeedInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether `promote` can be told to do it all the same, by whoever has the right guard:override. False if left out.',
  })
  overridable?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why; it is kept in the log.' }) reason?: string | null;
}
