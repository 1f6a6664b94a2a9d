import { Extensions, Field, InputType, ObjectType } from 'type-graphql';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';
import { checkLabel, checkText } from '../../platform/text/check-text.js';

@ObjectType({ description: 'A stage that model versions of a project can be in.' })
export class Stage {
  @Field(() => String, { description: 'Its name, such as `Staging`.' }) name!: string;
  @Field(() => String, { nullable: true, description: 'What it means, in words.' }) description!: string | null;
}

/** The stages of a project that has defined none. */
export const DEFAULT_STAGES: readonly Stage[] = [
  { name: 'None', description: 'Registered, and nothing more.' },
  { name: 'Staging', description: 'Being tried.' },
  { name: 'Production', description: 'In use.' },
  { name: 'Archived', description: 'Out of use.' },
];

@InputType({ description: 'A stage that model versions of the project can be in.' })
export class StageInput {
  @Field(() => String, { description: 'Its name, 1 to 64 characters, such as `Staging`.' }) name!: string;
  @Field(() => String, { nullable: true, description: 'What it means, in words.' }) description?: string | null;
}

@InputType({ description: 'The stages of the project, in their order.' })
export class DefineStagesInput {
  @Extensions(atMost(50))
  @Field(() => [StageInput], {
    description:
      'At least two: a new version is in the first; what a promotion replaces goes to the last. FAILED_PRECONDITION if one is missing that versions are in.',
  })
  stages!: StageInput[];

  @Field(() => String, { nullable: true, description: 'Why; it is kept in the log.' }) reason?: string | null;
}

@InputType({ description: 'Where a model version goes.' })
export class SetStageInput {
  @Field(() => Ref, { description: 'The model version: `flight_delay@4`, or `flight_delay` for the newest.' })
  modelVersion!: string;

  @Field(() => String, { description: 'One of the stages of the project, as it is written there.' }) stage!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True moves the other versions of the model that are in the stage to the last one. False if left out.',
  })
  archiveOthers?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why; the history keeps it.' }) reason?: string | null;
}

/** The stages as they are kept. Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkStages(stages: readonly StageInput[]): Stage[] {
  if (stages.length < 2)
    throw badInput(`stages has ${stages.length}; at least two are needed, such as "None" and "Archived".`, {
      field: 'stages',
      found: stages.length,
    });
  const seen = new Set<string>();
  return stages.map(({ name, description = null }, index) => {
    const field = `stages[${index}].name`;
    checkLabel(field, name);
    checkText(field, name, 64);
    const folded = name.normalize().toLowerCase();
    if (seen.has(folded)) throw badInput(`The stage ${JSON.stringify(name)} stands twice.`, { field, found: name });
    seen.add(folded);
    if (description !== null) checkText(`stages[${index}].description`, description, 2_000);
    return { name: name.normalize(), description };
  });
}
