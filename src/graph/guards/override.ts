import { Field, InputType } from 'type-graphql';
import { badInput } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import type { Caller } from '../nodes/caller.js';

const MAX_REASON = 2_000;
/** A word or a figure: spaces, and characters that nobody sees, give no reason. */
export const SAYS_SOMETHING = /[\p{Letter}\p{Number}]/u;

@InputType({
  description: 'To do all the same what a guard refuses. It takes the right guard:override, and is kept in the log.',
})
export class Override {
  @Field(() => String, { description: 'Why, in 1 to 2,000 characters.' }) reason!: string;
}

/** Throws BAD_USER_INPUT for an override without a reason, FORBIDDEN for whoever may not override. */
export function checkOverride(caller: Caller, override: Override | null | undefined): void {
  if (override == null) return;
  caller.demand('guard:override');
  if (!SAYS_SOMETHING.test(override.reason))
    throw badInput('override needs a reason, which is kept: say why it is done all the same.', {
      field: 'override.reason',
    });
  checkText('override.reason', override.reason, MAX_REASON);
}
