import { Field, InputType } from 'type-graphql';
import { checkColumnName, checkName } from '../../../graph/names/names.js';
import { TagInput } from '../../../graph/nodes/tag.js';
import { badInput } from '../../../platform/errors.js';
import { JoinKeyInput, KEY_TYPES } from '../../../values/join-key.js';

@InputType({ description: 'An entity to define.' })
export class DefineEntityInput {
  @Field(() => String, { description: 'Its name, such as `airport`.' }) name!: string;
  @Field(() => [JoinKeyInput], { description: 'The columns of its key, in order; at least one.' })
  joinKeys!: JoinKeyInput[];
  @Field(() => String, { nullable: true, description: 'What it is, in words.' }) description?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Its tags.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
}

/** `event_time` is the column of feature rows that says when. */
export const RESERVED_COLUMN = 'event_time';

/** Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkEntity(input: DefineEntityInput): void {
  checkName('an entity', input.name);
  if (input.joinKeys.length === 0)
    throw badInput(`The entity "${input.name}" needs at least one join key.`, { field: 'joinKeys' });
  const seen = new Set<string>();
  for (const { name, type } of input.joinKeys) {
    checkColumnName('a join key', name);
    if (name === RESERVED_COLUMN)
      throw badInput(`"${name}" can't be a join key: feature rows have a column of that name.`, { found: name });
    if (seen.has(name)) throw badInput(`The join key "${name}" stands twice.`, { field: 'joinKeys', found: name });
    if (!KEY_TYPES.has(type)) {
      throw badInput(`The join key "${name}" can't be ${type}; use ${[...KEY_TYPES].join(', ')}.`, {
        field: 'type',
        found: type,
      });
    }
    seen.add(name);
  }
}
