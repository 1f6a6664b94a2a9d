import { Field, InputType } from 'type-graphql';
import { checkName } from '../../graph/names/names.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';

@InputType({ description: 'Where an alias is to point from now on.' })
export class SetAliasInput {
  @Field(() => Ref, { description: 'The model version: `flight_delay@4`, or `flight_delay` for the newest.' })
  modelVersion!: string;

  @Field(() => String, { description: 'The alias, such as `champion`; unique within the model.' }) alias!: string;
  @Field(() => String, { nullable: true, description: 'Why; the history keeps it.' }) reason?: string | null;
}

@InputType({ description: 'An alias to remove.' })
export class RemoveAliasInput {
  @Field(() => Ref, { description: 'The model.' }) model!: string;
  @Field(() => String, { description: 'The alias, such as `champion`.' }) alias!: string;
  @Field(() => String, { nullable: true, description: 'Why; the history keeps it.' }) reason?: string | null;
}

/** Throws BAD_USER_INPUT for a name that `model@alias` could not be told apart by from a version, and for a reason that can't be kept. */
export function checkAlias(alias: string, reason?: string | null): void {
  if (reason != null) checkText('reason', reason, 2_000);
  if (/^v?\d+$/i.test(alias)) {
    throw badInput(`The alias "${alias}" looks like a version number; choose a word such as "champion".`, {
      field: 'alias',
      found: alias,
    });
  }
  checkName('an alias', alias);
}
