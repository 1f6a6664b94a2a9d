import { Field, InputType } from 'type-graphql';
import { Override } from '../../graph/guards/override.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { TO } from './policies/policy.input.js';

@InputType({ description: 'A version, and what it is to get.' })
export class PromoteInput {
  @Field(() => Ref, { description: 'The model version: `flight_delay@2`.' }) modelVersion!: string;
  @Field(() => String, { description: TO }) to!: string;

  @Field(() => Ref, {
    nullable: true,
    description:
      'Who holds it now, as far as you know: `flight_delay@1`; of several in a stage the newest. Null or left out: nobody. CONFLICT where that is not so: somebody else was promoted meanwhile.',
  })
  expectedCurrent?: string | null;

  @Field(() => String, { nullable: true, description: 'Why; the history keeps it.' }) reason?: string | null;

  @Field(() => Override, {
    nullable: true,
    description:
      'To do it all the same where the gate or the approvals refuse, if the policy lets itself be overridden.',
  })
  override?: Override | null;
}
