import { Field, InputType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { TagInput } from '../tag.js';

@InputType({ description: 'Which nodes to list. What is given must all hold.' })
export class NodeFilter {
  @Field(() => String, { nullable: true, description: 'Part of the name.' }) nameContains?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags that it must have.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Its owner, exactly.' }) owner?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Registered at or after this.' }) createdFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Registered before this.' }) createdBefore?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Deleted ones too; false if left out.' }) includeDeleted?:
    | boolean
    | null;
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
