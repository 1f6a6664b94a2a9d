import type { Caller } from '../../graph/nodes/caller.js';
import { LONGEST_REF } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { tooManyItems } from '../../platform/graphql/limits/list-limits.js';
import { describeValue } from '../../platform/text/describe-value.js';
import type { ReadingTime } from './online/lookup-enums.js';
import type { LookupPlan } from './online/plans/lookup-plan.js';

const MOST_REFS = 5_000;

/** The body of a lookup over HTTP. */
export type LookupBody = Readonly<Record<string, unknown>>;

/** A way to say which features: the field of the body that names it, others that go with it, and the plan it gives. */
export interface LookupSource {
  readonly field: string;
  readonly options: readonly string[];
  readonly plan: (caller: Caller, body: LookupBody, at: ReadingTime) => Promise<LookupPlan>;
}

/** Reads a field that must be text, such as a reference. */
export function readText(body: LookupBody, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value !== '' && value.length <= LONGEST_REF) return value;
  throw badInput(`${field} is ${describeValue(value)}; it is text of 1 to ${LONGEST_REF} characters.`, { field });
}

/** Reads the `features` field: a list of references. */
export function readFeatures(body: LookupBody): string[] {
  const { features } = body;
  if (Array.isArray(features) && features.length > MOST_REFS)
    throw tooManyItems('features', features.length, MOST_REFS);
  if (Array.isArray(features) && features.every((ref) => typeof ref === 'string' && ref.length <= LONGEST_REF))
    return features as string[];
  throw badInput(`features is ${describeValue(features)}; it is a list of references such as "airport_traffic:*".`, {
    field: 'features',
  });
}
