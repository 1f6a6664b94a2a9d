import { personOf } from '../../../access/rights/same-person.js';
import type { PromotionPolicy } from '../policies/policy.js';
import type { Approval } from './approval.js';
import { standing } from './approval.sql.js';
import { authorAmong } from './author-among.js';

/**
 * What stands between a version and its promotion, in sentences: somebody's no, or too few who say yes. Only what was said under the policy that
 * counts now is heard, and nothing of the authors, nor with a key that one of them made. Who has the rights of several roles counts for each of them.
 */
export function missingApprovals(
  policy: PromotionPolicy,
  approvals: readonly Approval[],
  authors: readonly string[],
): string[] {
  const said = standing(approvals, policy.id).filter(
    ({ by, vouchedBy }) => authorAmong([by, ...vouchedBy], authors) === undefined,
  );
  const against = said.filter(({ decision }) => decision === 'REJECTED');
  const rejected = against.map(({ by, reason }) => `${by} rejected it (${reason})`);
  const missing = policy.approvals.flatMap(({ count, role }) => {
    const given = differentPeople(
      said.filter(({ decision, roles }) => decision === 'APPROVED' && roles.includes(role)),
    );
    if (given.length >= count) return [];
    const by = given.length === 0 ? 'none' : `${given.length} (${given.map((each) => each.by).join(', ')})`;
    return [`it needs ${count} approval${count === 1 ? '' : 's'} of ${role} and has ${by}`];
  });
  return [...rejected, ...missing];
}

/** Without those whose key was made by another one of them: whoever makes a key may know it, and is one person. */
function differentPeople(given: readonly Approval[]): readonly Approval[] {
  const people = new Set(given.map(({ by }) => personOf(by)));
  const isPuppet = ({ by, vouchedBy }: Approval) =>
    vouchedBy.some((maker) => personOf(maker) !== personOf(by) && people.has(personOf(maker)));
  return given.filter((each) => !isPuppet(each));
}
