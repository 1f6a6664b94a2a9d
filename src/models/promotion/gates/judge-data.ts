import { listNames } from '../../../platform/text/did-you-mean.js';
import type { PromotionRule } from '../policies/policy.js';
import { type DataFacts, MOST_ANCESTORS } from './evidence.sql.js';
import { type Found, failed, notApplicable, outcome } from './found.js';
import { type Evidence, evaluatedOn } from './gather-evidence.js';

const UNKNOWN =
  'What it was evaluated on is not known: no run of the type EVALUATION that succeeded reads it and a dataset version, and its own run has no input in the role of test data.';

/** Enough rows in what it was evaluated on. */
export function judgeRows(rule: PromotionRule, { candidate }: Evidence): Found {
  const data = evaluatedOn(candidate);
  if (data.length === 0) return failed(UNKNOWN);
  const uncounted = data.filter(({ rows }) => rows === null);
  if (uncounted.length > 0) return failed(`How many rows ${named(uncounted)} has is not known.`);
  const found = data.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
  const threshold = rule.value ?? 0;
  return outcome(
    found >= threshold,
    `It was evaluated on ${found} rows (${named(data)}); at least ${threshold} are needed.`,
    {
      found,
      threshold,
    },
  );
}

/** It and the champion were evaluated on the same. */
export function judgeSameData({ candidate, champion }: Evidence): Found {
  const data = evaluatedOn(candidate);
  if (data.length === 0) return failed(UNKNOWN);
  if (champion === undefined) return notApplicable(`It was evaluated on ${named(data)}.`);
  const before = evaluatedOn(champion);
  if (before.length === 0) return failed(`What the champion ${champion.version.label} was evaluated on is not known.`);
  const ids = (of: readonly DataFacts[]) => [...new Set(of.map(({ id }) => id))].sort().join();
  return outcome(
    ids(data) === ids(before),
    `It was evaluated on ${named(data)}, the champion ${champion.version.label} on ${named(before)}.`,
  );
}

/** Nothing that it was evaluated on is what it learnt from, or what that was made of. */
export function judgeApart({ candidate, learntFrom }: Evidence): Found {
  const data = evaluatedOn(candidate);
  if (data.length === 0) return failed(UNKNOWN);
  if (candidate.trainedOn.length === 0 && (candidate.training?.data.length ?? 0) === 0)
    return failed('What it was trained on is not known.');
  if (learntFrom.count > MOST_ANCESTORS)
    return failed(`More than ${MOST_ANCESTORS} nodes lie upstream of it: not all of them were looked at.`);
  const learnt = data.filter(({ id }) => learntFrom.found.includes(id));
  const loose = data.filter(({ parent }) => parent !== null && learntFrom.loose.includes(parent));
  const looked = `${learntFrom.count - 1} nodes upstream of it were looked at.`;
  if (learnt.length > 0) return failed(`It learnt from ${named(learnt)}, which it was evaluated on. ${looked}`);
  return loose.length > 0
    ? failed(
        `It learnt from what ${named(loose)} is a version of, without a version: whether from that one is not known. ${looked}`,
      )
    : outcome(true, `It did not learn from ${named(data)}, which it was evaluated on. ${looked}`);
}

/** What it was trained on are versions. */
export function judgePinned({ candidate }: Evidence): Found {
  const data = [...candidate.trainedOn, ...(candidate.training?.data ?? [])];
  if (data.length === 0) return failed('What it was trained on is not known.');
  const loose = data.filter(({ kind }) => !kind.endsWith('_VERSION'));
  return loose.length > 0
    ? failed(`It was trained on ${named(loose)}, without a version: what that was then is not known.`)
    : outcome(true, `It was trained on ${named(data)}.`);
}

function named(data: readonly DataFacts[]): string {
  return listNames([...new Set(data.map(({ label }) => label ?? 'data of another project'))], 10);
}
