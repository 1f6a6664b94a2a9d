import { Field, InputType, registerEnumType } from 'type-graphql';
import { SortDirection } from '../../graph/finding/ordering/sort-direction.js';
import { MetricValue } from '../filters/metric-value.js';

/** What runs are ordered by. */
export enum RunOrderKey {
  CREATED = 'CREATED',
  STARTED = 'STARTED',
  ENDED = 'ENDED',
  NAME = 'NAME',
  METRIC = 'METRIC',
  PARAMETER = 'PARAMETER',
  DURATION = 'DURATION',
  STATUS = 'STATUS',
  TYPE = 'TYPE',
  OWNER = 'OWNER',
  CREATED_BY = 'CREATED_BY',
  TAG = 'TAG',
}

registerEnumType(RunOrderKey, {
  name: 'RunOrderKey',
  description: 'What runs are ordered by.',
  valuesConfig: {
    CREATED: { description: 'When they were registered.' },
    STARTED: { description: 'When they began to run.' },
    ENDED: { description: 'When they ended.' },
    NAME: { description: 'Their name.' },
    METRIC: { description: 'A value of the metric in `name`, the last unless `of` says otherwise; NaN is none.' },
    PARAMETER: { description: 'The value of the parameter in `name`, as text, by its first 128 characters.' },
    DURATION: { description: 'How long they took; those that have not ended have none.' },
    STATUS: { description: 'Their status, by its name.' },
    TYPE: { description: 'Their type, by its name.' },
    OWNER: { description: 'Their owner.' },
    CREATED_BY: { description: 'Who started them.' },
    TAG: { description: 'The value of the tag whose key is in `name`, by its first 128 characters.' },
  },
});

@InputType({ description: 'One key that runs are ordered by. Runs without a value come last, in both directions.' })
export class RunOrder {
  @Field(() => RunOrderKey, { description: 'What to order by.' }) by!: RunOrderKey;
  @Field(() => String, {
    nullable: true,
    description: 'The metric, parameter or tag, for METRIC, PARAMETER and TAG; not for the others.',
  })
  name?: string | null;

  @Field(() => MetricValue, {
    nullable: true,
    description: 'Which value of a metric, for METRIC; LAST if left out.',
  })
  of?: MetricValue | null;

  @Field(() => SortDirection, { nullable: true, description: 'DESC if left out.' }) direction?: SortDirection | null;
}
