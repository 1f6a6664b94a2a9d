import { Field, InputType } from 'type-graphql';
import { checkName } from '../../graph/names/names.js';
import { TagInput } from '../../graph/nodes/tag.js';

@InputType({ description: 'An environment to define.' })
export class DefineEnvironmentInput {
  @Field(() => String, { description: 'Its name, such as `production`: lower case, digits, "_", "." and "-".' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it is for. Later: updateNode.' })
  description?: string | null;

  @Field(() => [TagInput], { nullable: true, description: 'Its tags. Later: updateNode.' })
  tags?: TagInput[] | null;

  @Field(() => String, { nullable: true, description: 'Who answers for it. Later: updateNode.' })
  owner?: string | null;
}

/** Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkEnvironment(input: DefineEnvironmentInput): void {
  checkName('an environment', input.name);
}
