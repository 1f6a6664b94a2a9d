import type { Member } from '../../../graph/names/format-ref.js';
import { checkColumnName } from '../../../graph/names/names.js';
import { splitRef } from '../../../graph/names/split-ref.js';
import { badInput } from '../../../platform/errors.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';

/** Which features, and where their join keys stand in a row: as a role says, or join key → column. */
export type FeatureRequest = string | FeatureInColumns;

export interface FeatureInColumns {
  readonly ref: string;
  /** Join key → column. Those that it leaves out stand where the role of the reference says, or under their own names. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A feature reference in its parts. */
export interface ParsedFeatureRef {
  readonly set: string;
  readonly feature: Member;
  readonly role: string | null;
}

/** What is no feature name is looked for all the same: the error then says what there is. */
export function parseFeatureRef(ref: string): ParsedFeatureRef {
  const split = splitRef(ref, { roles: true });
  if (split.ok && split.parts.member !== undefined) {
    const { member, role } = split.parts;
    return { set: split.stem, feature: member, role: role === undefined ? null : checkColumnName('a role', role) };
  }
  const problem = split.ok ? 'it has no ":", which the feature stands after' : split.problem;
  throw badInput(
    `${inQuotes(ref)} is not a feature reference: ${ref.startsWith(':') ? 'no feature set stands before ":"' : problem}. Write "feature_set:feature", "feature_set@version:feature", or "feature_set:*" for all; a role stands at the end, as in "feature_set:feature~role".`,
    { found: ref },
  );
}
