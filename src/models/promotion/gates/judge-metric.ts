import { MetricGoal } from '../../../runs/goals/metric-goal.js';
import type { PromotionRule } from '../policies/policy.js';
import { Comparison, RuleOperator } from '../policies/rule-enums.js';
import { type Found, failed, notApplicable, outcome } from './found.js';
import { type Evidence, figureOf, type VersionFacts } from './gather-evidence.js';
import { compare, shown } from './numbers.js';

const WORDS: Readonly<Record<Exclude<RuleOperator, RuleOperator.BETWEEN>, string>> = {
  GT: 'more than',
  GTE: 'at least',
  LT: 'less than',
  LTE: 'at most',
  EQ: 'equal to',
  NEQ: 'other than',
};

/** A metric compared with a number or a range. One that is missing, or no number, fails. */
export function judgeMetric(rule: PromotionRule, { candidate }: Evidence): Found {
  const figure = numberOf(candidate, rule.metric ?? '');
  if (typeof figure === 'string') return failed(figure);
  const { value: found, from } = figure;
  if (rule.operator === RuleOperator.BETWEEN) {
    const [lower, upper] = [rule.lower ?? Number.NaN, rule.upper ?? Number.NaN];
    const met = compare(found, lower) >= 0 && compare(found, upper) <= 0;
    return outcome(
      met,
      `${rule.metric} is ${shown(found)} (${from}); it must be from ${shown(lower)} to ${shown(upper)}.`,
      { found },
    );
  }
  const operator = rule.operator ?? RuleOperator.GTE;
  const threshold = rule.value ?? Number.NaN;
  const met = holds(operator, compare(found, threshold));
  const text = `${rule.metric} is ${shown(found)} (${from}); it must be ${WORDS[operator]} ${shown(threshold)}.`;
  return outcome(met, text, { found, threshold });
}

/** A metric compared with that of the champion: threshold = champion ± how much, by so much or by such a share. */
export function judgeAgainstChampion(rule: PromotionRule, { candidate, champion }: Evidence): Found {
  const metric = rule.metric ?? '';
  const figure = numberOf(candidate, metric);
  if (typeof figure === 'string') return failed(figure);
  if (champion === undefined)
    return notApplicable(`${metric} is ${shown(figure.value)} (${figure.from}).`, figure.value);
  const best = numberOf(champion, metric);
  if (typeof best === 'string') return { ...failed(best), found: figure.value };
  const { minGain, maxRegression, comparison } = rule;
  const much = (minGain ?? -(maxRegression ?? 0)) * (comparison === Comparison.RELATIVE ? Math.abs(best.value) : 1);
  const up = rule.better === MetricGoal.MAX;
  const threshold = up ? best.value + much : best.value - much;
  const order = compare(figure.value, threshold, [best.value, much]) * (up ? 1 : -1);
  const met = rule.operator === RuleOperator.GT ? order > 0 : order >= 0;
  const bound = { GT: up ? 'more than' : 'less than', GTE: up ? 'at least' : 'at most' };
  const percent = comparison === Comparison.RELATIVE ? ' of it' : '';
  const change = howMuch(rule, percent);
  return outcome(
    met,
    `${metric} is ${shown(figure.value)} (${figure.from}), that of the champion ${champion.version.label} ${shown(best.value)} (${best.from}); ${change} means ${bound[rule.operator === RuleOperator.GT ? 'GT' : 'GTE']} ${shown(threshold)}.`,
    { found: figure.value, champion: best.value, threshold },
  );
}

function howMuch({ minGain, maxRegression, operator }: PromotionRule, percent: string): string {
  if (minGain === 0 || (minGain === null && maxRegression === 0))
    return operator === RuleOperator.GT ? 'better' : 'at least as good';
  return minGain === null
    ? `at most ${shown(maxRegression ?? 0)}${percent} worse`
    : `at least ${shown(minGain)}${percent} better`;
}

function holds(operator: Exclude<RuleOperator, RuleOperator.BETWEEN>, order: number): boolean {
  const tests = {
    ...{ GT: order > 0, GTE: order >= 0, LT: order < 0, LTE: order <= 0, EQ: order === 0 },
    NEQ: order < 0 || order > 0,
  };
  return tests[operator];
}

/** The figure, or why there is none. */
function numberOf(facts: VersionFacts, metric: string): { value: number; from: string } | string {
  const figure = figureOf(facts, metric);
  const label = facts.version.label ?? '';
  if (figure === undefined)
    return `${label} has no metric ${JSON.stringify(metric)}: neither an evaluation run, nor its registration, nor its training run says what it is.`;
  const { value, from } = figure;
  return typeof value === 'number'
    ? { value, from }
    : `${metric} of ${label} is ${value} (${from}), which is no number.`;
}
