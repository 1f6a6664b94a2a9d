import { Field, InputType } from 'type-graphql';
import { Override } from '../guards/override.js';
import { TagInput } from '../nodes/tag.js';
import { Ref } from '../references/ref.scalar.js';

@InputType({ description: 'What to change about a node. A field that is left out stays; null clears it.' })
export class UpdateNodeInput {
  @Field(() => Ref, { description: 'The node.' }) id!: string;
  @Field(() => String, { nullable: true, description: 'What it is for, in words.' }) description?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'All its tags from now on.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
}

@InputType({ description: 'Which node to delete.' })
export class DeleteNodeInput {
  @Field(() => Ref, { description: 'The node. What belongs to it (the versions of a dataset, …) is deleted with it.' })
  id!: string;
  @Field(() => String, { nullable: true, description: 'Why; kept with the tombstone.' }) reason?: string | null;
  @Field(() => Override, { nullable: true, description: 'Delete it though something live depends on it.' })
  override?: Override | null;
}
