import { Extensions, Field, InputType, ObjectType } from 'type-graphql';
import { badInput } from '../../platform/errors.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';

@ObjectType({ description: 'A key and a value that people attach to a node.' })
export class Tag {
  @Field(() => String, { description: 'The key; unique per node.' }) key!: string;
  @Field(() => String, { description: 'The value.' }) value!: string;
}

@Extensions(atMost(100))
@InputType({ description: 'A key and a value to attach to a node.' })
export class TagInput {
  @Field(() => String, {
    description: 'The key, 1 to 128 characters; a later tag of the same key replaces an earlier one.',
  })
  key!: string;

  @Field(() => String, { description: 'The value, at most 5,000 characters.' }) value!: string;
}

/** Tags as the node keeps them: an object from key to value. */
export function tagRecord(tags: readonly TagInput[] | null | undefined): Record<string, string> {
  for (const { key, value } of tags ?? []) {
    if (key.length < 1 || key.length > 128)
      throw badInput(`The tag key ${JSON.stringify(key)} must have 1 to 128 characters.`);
    if (value.length > 5000)
      throw badInput(`The value of tag ${JSON.stringify(key)} has ${value.length} characters; at most 5,000 are kept.`);
  }
  return Object.fromEntries((tags ?? []).map(({ key, value }) => [key, value]));
}
