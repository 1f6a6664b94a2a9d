import type { PromotionRule } from '../policies/policy.js';
import { RuleKind, RuleSeverity } from '../policies/rule-enums.js';
import type { Found } from './found.js';
import { GateVerdict, RuleOutcome, type RuleResult } from './gate.js';
import type { Evidence } from './gather-evidence.js';
import { judgeApart, judgePinned, judgeRows, judgeSameData } from './judge-data.js';
import { judgeAgainstChampion, judgeMetric } from './judge-metric.js';
import { judgeDeprecated, judgeDocumentation, judgeOwner, judgeSignature, judgeTag } from './judge-words.js';

const JUDGES: Readonly<Record<RuleKind, (rule: PromotionRule, evidence: Evidence) => Found>> = {
  [RuleKind.METRIC]: judgeMetric,
  [RuleKind.CHAMPION]: judgeAgainstChampion,
  [RuleKind.EVALUATION_ROWS]: judgeRows,
  [RuleKind.SAME_EVALUATION_DATASET]: (_, evidence) => judgeSameData(evidence),
  [RuleKind.EVALUATION_NOT_TRAINED_ON]: (_, evidence) => judgeApart(evidence),
  [RuleKind.INPUTS_PINNED]: (_, evidence) => judgePinned(evidence),
  [RuleKind.SIGNATURE_EQUAL]: (_, evidence) => judgeSignature(evidence),
  [RuleKind.NO_DEPRECATED_FEATURE]: (_, evidence) => judgeDeprecated(evidence),
  [RuleKind.REQUIRED_TAG]: judgeTag,
  [RuleKind.REQUIRED_DOCUMENTATION]: judgeDocumentation,
  [RuleKind.REQUIRED_OWNER]: (_, evidence) => judgeOwner(evidence),
};

/** Each rule with what is found of it. */
export function judge(rules: readonly PromotionRule[], evidence: Evidence): RuleResult[] {
  return rules.map((rule) => ({ rule, ...JUDGES[rule.kind](rule, evidence) }));
}

export function verdictOf(results: readonly RuleResult[]): GateVerdict {
  const failures = results.filter(({ outcome }) => outcome === RuleOutcome.FAILED);
  if (failures.some(({ rule }) => rule.severity === RuleSeverity.BLOCK)) return GateVerdict.FAILED;
  return failures.length > 0 ? GateVerdict.WARNED : GateVerdict.PASSED;
}
