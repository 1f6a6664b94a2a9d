import { RuleOutcome, type RuleResult } from './gate.js';

/** What is found of one rule. */
export type Found = Omit<RuleResult, 'rule'>;

const NOTHING = { found: null, champion: null, threshold: null };

export function outcome(met: boolean, explanation: string, numbers: Partial<Found> = {}): Found {
  return { ...NOTHING, ...numbers, outcome: met ? RuleOutcome.PASSED : RuleOutcome.FAILED, explanation };
}

export function failed(explanation: string): Found {
  return outcome(false, explanation);
}

/** There is no champion. */
export function notApplicable(told: string, found: number | null = null): Found {
  const explanation = `${told} There is no other champion to compare it with.`.trim();
  return { ...NOTHING, found, outcome: RuleOutcome.NOT_APPLICABLE, explanation };
}
