import { Extensions, Field, InputType, Int, ObjectType } from 'type-graphql';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { instantFromPostgres } from '../../platform/instant.js';

@ObjectType({ description: 'One point of a metric of a run.' })
export class RunMetric {
  @Field(() => String, { description: 'Name of the metric.' }) name!: string;
  @Field(() => Float, { description: 'Its value.' }) value!: number;
  @Field(() => Int, { description: 'The step it was measured at; 0 where the run has no steps.' }) step!: number;
  /** As PostgreSQL writes it. A page of runs has thousands of points, whose times are seldom asked for. */
  storedTime!: string;

  @GetterField(() => DateTime, { description: 'When it was measured.' })
  get time(): string {
    return instantFromPostgres(this.storedTime);
  }
}

@Extensions(atMost(10_000))
@InputType({
  description:
    'One point of a metric. All points are kept; the latest is the one with the greatest step, then time, then value.',
})
export class RunMetricInput {
  @Field(() => String, { description: 'Name of the metric, 1 to 250 characters, such as `validation/auc`.' })
  name!: string;
  @Field(() => Float, { description: 'Its value; finite.' }) value!: number;
  @Field(() => Int, { nullable: true, description: 'The step it was measured at; 0 if left out.' }) step?:
    | number
    | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was measured; now if left out. Without a time, values that repeat the newest ones of the same metric and step are taken for a repeated call and change nothing.',
  })
  time?: string | null;
}
