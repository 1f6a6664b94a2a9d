import { badInput } from '../../platform/errors.js';

const LONGEST = 500;

export const ORIGIN_DESCRIPTION =
  'What this version is known by where it came from, such as `mlflow:4`, unique within what it is a version of: whoever registers the same origin again, also at the same time or after newer versions, is given the version that there is, unchanged.';

/** Throws BAD_USER_INPUT for an origin that can't be found again. */
export function checkOrigin(origin: string | null | undefined): void {
  if (origin == null) return;
  const found = [...origin].length;
  if (origin.trim() === '' || found > LONGEST)
    throw badInput(`origin has ${found} characters; it is a text of 1 to ${LONGEST}, or left out.`, {
      field: 'origin',
      found,
      expected: `1 to ${LONGEST} characters`,
    });
}
