import { Field, InputType, registerEnumType } from 'type-graphql';

/** What runs are ordered by. */
export enum RunOrderKey {
  CREATED = 'CREATED',
  STARTED = 'STARTED',
  ENDED = 'ENDED',
  NAME = 'NAME',
  METRIC = 'METRIC',
  PARAMETER = 'PARAMETER',
}

registerEnumType(RunOrderKey, {
  name: 'RunOrderKey',
  description: 'What runs are ordered by.',
  valuesConfig: {
    CREATED: { description: 'When they were registered.' },
    STARTED: { description: 'When they began to run.' },
    ENDED: { description: 'When they ended.' },
    NAME: { description: 'Their name.' },
    METRIC: { description: 'The latest value of the metric in `name`.' },
    PARAMETER: { description: 'The value of the parameter in `name`, as text, by its first 128 characters.' },
  },
});

/** Which end comes first. */
export enum SortDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

registerEnumType(SortDirection, {
  name: 'SortDirection',
  description: 'Which end comes first.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest, a first.' },
    DESC: { description: 'Greatest, latest, z first.' },
  },
});

@InputType({ description: 'One key that runs are ordered by. Runs without a value come last, in both directions.' })
export class RunOrder {
  @Field(() => RunOrderKey, { description: 'What to order by.' }) by!: RunOrderKey;
  @Field(() => String, {
    nullable: true,
    description: 'The metric or parameter, for METRIC and PARAMETER; not for the others.',
  })
  name?: string | null;

  @Field(() => SortDirection, { nullable: true, description: 'DESC if left out.' }) direction?: SortDirection | null;
}
