import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { TagInput } from '../tag.js';

@InputType({
  description:
    'Which nodes to list. What is given must all hold; `and`, `or` and `not` hold filters again, at most 50 of them, 8 deep.',
})
export class NodeFilter {
  @Field(() => [NodeFilter], { nullable: true, description: 'All of these hold.' }) and?: NodeFilter[] | null;
  @Field(() => [NodeFilter], { nullable: true, description: 'One of these holds; of none, none does.' })
  or?: NodeFilter[] | null;

  @Field(() => NodeFilter, { nullable: true, description: 'This does not hold.' }) not?: NodeFilter | null;
  @Field(() => [ID], { nullable: true, description: 'One of these, at most 1,000.' }) ids?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'One of these names, exactly.' }) names?: string[] | null;
  @Field(() => String, { nullable: true, description: 'What the name begins with.' }) nameStartsWith?: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the name.' }) nameContains?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags that it must have.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Its owner, exactly.' }) owner?: string | null;
  @Field(() => String, { nullable: true, description: 'Part of the description.' }) descriptionContains?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether it has a description.' }) hasDescription?:
    | boolean
    | null;
  @Field(() => [String], { nullable: true, description: 'Keys of tags that it has, at most 10.' }) hasTags?:
    | string[]
    | null;
  @Field(() => String, { nullable: true, description: 'Who registered it, exactly.' }) createdBy?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Last changed at or after this, as the log of changes says.' })
  updatedFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Last changed before this, as the log of changes says.' })
  updatedBefore?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Registered at or after this.' }) createdFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Registered before this.' }) createdBefore?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Deleted ones too; false if left out. Not within and, or, not.',
  })
  includeDeleted?: boolean | null;
}

export enum NodeOrder {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
  NAME = 'NAME',
}

registerEnumType(NodeOrder, {
  name: 'NodeOrder',
  description: 'How a list of nodes is ordered.',
  valuesConfig: {
    NEWEST: { description: 'Registered last, first.' },
    OLDEST: { description: 'Registered first, first.' },
    NAME: { description: 'By name, a to z.' },
  },
});
