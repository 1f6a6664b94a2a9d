import { Role } from '../../../access/rights/role.js';
import { badInput } from '../../../platform/errors.js';
import { checkLabel, checkText } from '../../../platform/text/check-text.js';
import { MetricGoal } from '../../../runs/goals/metric-goal.js';
import type { ApprovalNeedInput, PromotionRuleInput } from './policy.input.js';
import type { ApprovalNeed, PromotionRule } from './policy.js';
import { Comparison, RuleKind, RuleOperator, RuleSeverity } from './rule-enums.js';

type Field = Exclude<keyof PromotionRuleInput, 'kind' | 'severity'>;

/** What each kind needs, and what it may have beside that. */
const FIELDS: Readonly<Record<RuleKind, { readonly needs: readonly Field[]; readonly takes: readonly Field[] }>> = {
  METRIC: { needs: ['metric', 'operator'], takes: ['value', 'lower', 'upper'] },
  CHAMPION: { needs: ['metric'], takes: ['minGain', 'maxRegression', 'comparison', 'better', 'operator'] },
  EVALUATION_ROWS: { needs: ['value'], takes: [] },
  SAME_EVALUATION_DATASET: { needs: [], takes: [] },
  EVALUATION_NOT_TRAINED_ON: { needs: [], takes: [] },
  INPUTS_PINNED: { needs: [], takes: [] },
  SIGNATURE_EQUAL: { needs: [], takes: [] },
  NO_DEPRECATED_FEATURE: { needs: [], takes: [] },
  REQUIRED_TAG: { needs: ['tag'], takes: ['tagValue'] },
  REQUIRED_DOCUMENTATION: { needs: [], takes: ['value'] },
  REQUIRED_OWNER: { needs: [], takes: [] },
};

/** The rules as they are kept. `goals`: which values of metrics are better, as the project has said. Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkRules(
  rules: readonly PromotionRuleInput[],
  goals: ReadonlyMap<string, MetricGoal>,
): PromotionRule[] {
  return rules.map((rule, index) => checkRule(rule, `rules[${index}]`, goals));
}

function checkRule(rule: PromotionRuleInput, at: string, goals: ReadonlyMap<string, MetricGoal>): PromotionRule {
  const { kind } = rule;
  const { needs, takes } = FIELDS[kind];
  for (const field of needs)
    if (rule[field] == null) throw wrong(`${at} is of the kind ${kind} and lacks ${field}.`, `${at}.${field}`);
  const known: readonly string[] = ['kind', 'severity', ...needs, ...takes];
  const odd = Object.keys(rule).find((field) => rule[field as Field] != null && !known.includes(field));
  if (odd !== undefined) throw wrong(`${at} is of the kind ${kind}, which takes no ${odd}.`, `${at}.${odd}`);
  for (const field of NUMBERS) checkFinite(rule[field], `${at}.${field}`);
  const { metric = null, operator = null, tag = null, tagValue = null } = rule;
  if (metric !== null) checkLabel(`${at}.metric`, metric);
  if (tag !== null) checkLabel(`${at}.tag`, tag);
  if (tagValue !== null) checkText(`${at}.tagValue`, tagValue, 20_000);
  if (kind === RuleKind.METRIC) checkBounds(rule, at);
  if (rule.value != null && kind !== RuleKind.METRIC && !(rule.value >= 0 && Number.isInteger(rule.value)))
    throw wrong(`${at}.value is ${rule.value}; write a whole number from 0.`, `${at}.value`);
  return {
    ...{ kind, severity: rule.severity ?? RuleSeverity.BLOCK, metric, operator, tag, tagValue },
    ...{ value: rule.value ?? null, lower: rule.lower ?? null, upper: rule.upper ?? null },
    ...{ better: null, minGain: null, maxRegression: null, comparison: null },
    ...(kind === RuleKind.CHAMPION && checkAgainstChampion(rule, at, goals)),
  };
}

const NUMBERS = ['value', 'lower', 'upper', 'minGain', 'maxRegression'] as const;

/** Nothing compares with NaN, and what has no end is no bound. */
function checkFinite(number: number | null | undefined, at: string): void {
  if (number != null && !Number.isFinite(number))
    throw wrong(`${at} is ${number}; write a number, of a range without an end one that is large enough.`, at);
}

function checkBounds({ operator, value, lower, upper }: PromotionRuleInput, at: string): void {
  const isRange = operator === RuleOperator.BETWEEN;
  if (isRange ? lower == null || upper == null || value != null : value == null || lower != null || upper != null)
    throw wrong(
      isRange
        ? `${at} compares with BETWEEN: it takes lower and upper, and no value.`
        : `${at} compares with ${operator}: it takes value; lower and upper belong to BETWEEN.`,
      at,
    );
  if (lower != null && upper != null && lower > upper)
    throw wrong(`${at} begins at ${lower} and ends at ${upper}: nothing is between them.`, at);
}

function checkAgainstChampion(rule: PromotionRuleInput, at: string, goals: ReadonlyMap<string, MetricGoal>) {
  const { minGain = null, maxRegression = null } = rule;
  if ((minGain === null) === (maxRegression === null))
    throw wrong(`${at} is of the kind CHAMPION and takes either minGain or maxRegression.`, at);
  const much = minGain ?? maxRegression ?? 0;
  if (much < 0) throw wrong(`${at} has ${much}; write how much, from 0, as better says the direction.`, at);
  const operator = rule.operator ?? RuleOperator.GTE;
  if (operator !== RuleOperator.GTE && operator !== RuleOperator.GT)
    throw wrong(`${at}.operator is ${operator}; of CHAMPION it is GTE, at least so good, or GT, better than that.`, at);
  const better = rule.better ?? goals.get(rule.metric ?? '');
  if (better === undefined)
    throw wrong(
      `${at} doesn't say which values of ${JSON.stringify(rule.metric)} are better, and nobody has defined it: give better (${MetricGoal.MAX} or ${MetricGoal.MIN}), or use defineMetric.`,
      `${at}.better`,
    );
  return { operator, better, minGain, maxRegression, comparison: rule.comparison ?? Comparison.ABSOLUTE };
}

/** The approvals as they are kept. */
export function checkNeeds(needs: readonly ApprovalNeedInput[]): ApprovalNeed[] {
  return needs.map(({ count, role }, index) => {
    if (count >= 1 && count <= 20) return { count, role: role ?? Role.APPROVER };
    throw wrong(`approvals[${index}].count is ${count}; it must be from 1 to 20.`, `approvals[${index}].count`);
  });
}

function wrong(message: string, field: string): Error {
  return badInput(message, { field });
}
