import { ArgsType, Field } from 'type-graphql';
import { PageArguments } from '../../../platform/graphql/lists/page-arguments.js';
import { NodeFilter, NodeOrder } from './node-filter.input.js';

/** Which nodes of one kind are asked for, and which page of them. */
@ArgsType()
export class ListArguments extends PageArguments {
  @Field(() => NodeFilter, { nullable: true, description: 'Which ones.' }) filter?: NodeFilter | null;
  @Field(() => NodeOrder, { nullable: true, description: 'NEWEST if left out.' }) orderBy?: NodeOrder | null;
}
