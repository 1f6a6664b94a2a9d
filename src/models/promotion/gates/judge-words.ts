import { sameSignature } from '../../../features/signatures/signature.js';
import { listNames } from '../../../platform/text/did-you-mean.js';
import type { PromotionRule } from '../policies/policy.js';
import { type Found, notApplicable, outcome } from './found.js';
import type { Evidence, VersionFacts } from './gather-evidence.js';

/** It reads what the champion reads. */
export function judgeSignature({ candidate, champion, acknowledged }: Evidence): Found {
  if (champion === undefined) return notApplicable('');
  const inputs = ({ version }: VersionFacts) =>
    JSON.stringify(version.requestInputs.map(({ name, type, position }) => [name, type, position]));
  const same = sameSignature(candidate.signature, champion.signature) && inputs(candidate) === inputs(champion);
  const label = champion.version.label ?? '';
  if (same) return outcome(true, `It reads what the champion ${label} reads.`);
  const counts = `it reads ${candidate.signature.length} features and ${candidate.version.requestInputs.length} inputs of the request, the champion ${label} ${champion.signature.length} and ${champion.version.requestInputs.length}`;
  return acknowledged
    ? outcome(true, `The signatures differ, which an approval says is known: ${counts}.`)
    : outcome(
        false,
        `The signatures differ: ${counts}. lineageDiff tells how; approve(acknowledgeSignature: true) says that it is known.`,
      );
}

/** It reads nothing that is deprecated. */
export function judgeDeprecated({ candidate, deprecated }: Evidence): Found {
  return deprecated.length === 0
    ? outcome(true, `None of its ${candidate.signature.length} features is deprecated.`)
    : outcome(
        false,
        `It reads what is deprecated: ${listNames(
          deprecated.map(({ feature, reason }) => `${feature} (${reason})`),
          10,
        )}.`,
      );
}

export function judgeTag({ tag, tagValue }: PromotionRule, { candidate }: Evidence): Found {
  const found = candidate.version.tags.find(({ key }) => key === tag)?.value;
  const wanted = tagValue === null ? JSON.stringify(tag) : `${JSON.stringify(tag)} with ${JSON.stringify(tagValue)}`;
  const has = found === undefined ? 'it has none such' : `it has ${JSON.stringify(found.slice(0, 200))}`;
  return outcome(
    found !== undefined && (tagValue === null || found === tagValue),
    `The tag ${wanted} is needed; ${has}.`,
  );
}

export function judgeDocumentation({ value }: PromotionRule, { candidate }: Evidence): Found {
  const found = (candidate.version.description ?? '').trim().length;
  const threshold = Math.max(value ?? 1, 1);
  return outcome(found >= threshold, `Its description has ${found} characters; at least ${threshold} are needed.`, {
    found,
    threshold,
  });
}

export function judgeOwner({ candidate }: Evidence): Found {
  const { owner } = candidate.version;
  return outcome(owner !== null, owner === null ? 'Nobody answers for it.' : `${owner} answers for it.`);
}
