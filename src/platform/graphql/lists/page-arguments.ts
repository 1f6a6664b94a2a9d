import { ArgsType, Field, Int } from 'type-graphql';
import { DEFAULT_PAGE, MAX_PAGE } from '../../database/keyset.js';

/** Which page of a list is asked for. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description: `Size of the page, 1 to ${MAX_PAGE.toLocaleString('en-US')}; ${DEFAULT_PAGE} if left out.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'The endCursor of the page before.' }) after?: string | null;
}
