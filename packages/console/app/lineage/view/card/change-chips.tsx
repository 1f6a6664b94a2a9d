import type { Outcome } from '../../graph/impact-words.js';
import type { Change } from '../../graph/lineage-types.js';

/** In a sign and a word: colour alone tells nothing to some. */
export const CHANGES: Readonly<Record<Change, string>> = {
  ADDED: '+ added',
  REMOVED: '− removed',
  CHANGED: '≠ changed',
};

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  BREAKS: '✕ breaks',
  GOES_STALE: '◷ goes stale',
  WARNED: '! warned',
};

/** Which of two versions has a card. */
export function ChangeChip({ change }: { readonly change: Change }) {
  return (
    <span className="lineage-chip" data-change={change}>
      {CHANGES[change]}
    </span>
  );
}

/** What a change elsewhere would do to a card. */
export function OutcomeChip({ outcome }: { readonly outcome: Outcome }) {
  return (
    <span className="lineage-chip" data-outcome={outcome}>
      {OUTCOMES[outcome]}
    </span>
  );
}
