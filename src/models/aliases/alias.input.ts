import { Field, InputType } from 'type-graphql';
import { checkName } from '../../graph/names/names.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';

@InputType({ description: 'Where an alias is to point from now on.' })
export class SetAliasInput {
  @Field(() => Ref, { description: 'The model version: `flight_delay@4`, or `flight_delay` for the newest.' })
  modelVersion!: string;

  @Field(() => String, { description: 'The alias, such as `champion`; unique within the model.' }) alias!: string;
}

@InputType({ description: 'An alias to remove.' })
export class RemoveAliasInput {
  @Field(() => Ref, { description: 'The model.' }) model!: string;
  @Field(() => String, { description: 'The alias, such as `champion`.' }) alias!: string;
}

/** Throws BAD_USER_INPUT for a name that `model@alias` could not be told apart by from a version. */
export function checkAlias(alias: string): void {
  if (/^v?\d+$/i.test(alias)) {
    throw badInput(`The alias "${alias}" looks like a version number; choose a word such as "champion".`, {
      field: 'alias',
      found: alias,
    });
  }
  checkName('an alias', alias);
}
