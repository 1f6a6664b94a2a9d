import type { Caller } from '../../graph/nodes/caller.js';
import { LONGEST_REF } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { describeValue } from '../../platform/text/describe-value.js';
import type { ReadingTime } from './online/lookup-enums.js';
import type { LookupPlan } from './online/plans/lookup-plan.js';

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
