import { Extensions, Field, InputType, Int, ObjectType } from 'type-graphql';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Double } from '../../platform/graphql/scalars/double.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { MetricGoal } from '../goals/metric-goal.js';
import { MetricPoint } from './metric-point.js';

@ObjectType({
  description:
    'A metric of a run: its last point, and what all its points come to. The last is the one with the greatest step, then time, then value, whatever came when.',
})
export class RunMetric extends MetricPoint {
  /** The project of the run, in which the goal is defined. */
  project!: string;

  @Field(() => Double, { description: 'The value of the first point: that of the least step, then time, then value.' })
  first!: number;

  @Field(() => Double, { nullable: true, description: 'The least value; NaN is none. Null where there is only NaN.' })
  min!: number | null;

  @Field(() => Double, {
    nullable: true,
    description: 'The greatest value; NaN is none. Null where there is only NaN.',
  })
  max!: number | null;

  @GetterField(() => Double, { description: 'The value of the last point, like `value`.' })
  get last(): number {
    return this.value;
  }
}

@Extensions(atMost(10_000))
@InputType({
  description:
    'One point of a metric. All points are kept; the last is the one with the greatest step, then time, then value.',
})
export class RunMetricInput {
  @Field(() => String, {
    description:
      'Name of the metric, 1 to 250 characters, such as `validation/auc`. Those below `system/` are of the machine, and listed only on request.',
  })
  name!: string;
  @Field(() => Float, { description: 'Its value: a number, or `"NaN"`, `"Infinity"` or `"-Infinity"` as text.' })
  value!: number;
  @Field(() => Int, { nullable: true, description: 'The step it was measured at; 0 if left out.' }) step?:
    | number
    | null;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was measured; now if left out. Without a time, values that repeat the newest ones of the same metric and step are taken for a repeated call and change nothing.',
  })
  time?: string | null;

  @Field(() => MetricGoal, {
    nullable: true,
    description:
      'Which values are better. It defines the metric in the project where that was not done yet; CONFLICT where it is defined otherwise.',
  })
  goal?: MetricGoal | null;
}
