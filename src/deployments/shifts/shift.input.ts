import { Extensions, Field, InputType, Int } from 'type-graphql';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';
import { checkText } from '../../platform/text/check-text.js';

@InputType({ description: 'A deployment that is to have again what it served before.' })
export class RollbackInput {
  @Field(() => Ref, { description: 'The deployment: `production/flight-delay`, or an id.' }) deployment!: string;
  @Field(() => String, { nullable: true, description: 'Why; the history keeps it.' }) reason?: string | null;
}

@InputType({
  description:
    'A share of the traffic of a deployment that is to go to one version; the others share the rest as before.',
})
export class ShiftTrafficInput {
  @Field(() => Ref, { description: 'The deployment: `production/flight-delay`, or an id.' }) deployment!: string;
  @Field(() => Ref, { description: 'The model version; it may be new there.' }) modelVersion!: string;
  @Field(() => Int, { nullable: true, description: 'The percent that it is to have. Either this or steps.' })
  toPercent?: number | null;

  @Extensions(atMost(100))
  @Field(() => [Int], {
    nullable: true,
    description:
      'Percents, each more than the one before, such as [10, 25, 50, 100]: it gets the first that is more than what it has.',
  })
  steps?: number[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The percent that it has now, as far as you know. CONFLICT where that is not so: somebody else has shifted it meanwhile.',
  })
  expectedPercent?: number | null;

  @Field(() => String, { nullable: true, description: 'Why; the history keeps it.' }) reason?: string | null;
}

/** Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkShift({ toPercent, steps, reason }: ShiftTrafficInput): void {
  if (reason != null) checkText('reason', reason, 2_000);
  if ((toPercent == null) === (steps == null))
    throw badInput('Give either toPercent or steps.', { field: 'toPercent' });
  for (const percent of steps ?? [toPercent ?? 0])
    if (percent < 0 || percent > 100)
      throw badInput(`${percent} is no percent; write 0 to 100.`, {
        field: steps == null ? 'toPercent' : 'steps',
        found: percent,
      });
  const given = steps ?? [0];
  if (given.length === 0 || given.some((step, index) => step <= (given[index - 1] ?? -1)))
    throw badInput(`steps is [${given.join(', ')}]; name at least one, each more than the one before.`, {
      field: 'steps',
    });
}
