import { GraphQLSafeInt } from 'graphql-scalars';
import { Arg, Field, ObjectType } from 'type-graphql';
import { badInput } from '../../platform/errors.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Double } from '../../platform/graphql/scalars/double.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { instantFromPostgres } from '../../platform/time/instant.js';
import { Run } from '../record/run.entity.js';
import { SeriesAxis } from './series-axis.js';
import { smooth } from './smooth.js';

@ObjectType({
  description:
    'The points of one metric of a run as lists of equal length, in the order of the axis, few enough for a picture. All of them were logged: of a longer series, or part of one, those stay that are lowest and highest within their part of the axis, so every extreme is among them, and so are the first and the last.',
})
export class MetricSeries {
  @Field(() => Run, { description: 'The run.' }) run!: Run;
  @Field(() => String, { description: 'Name of the metric.' }) metric!: string;
  @Field(() => SeriesAxis, { description: 'What `x` tells.' }) axis!: SeriesAxis;
  @Field(() => [Float], {
    description: 'Where each point lies on the axis: steps or seconds. Empty where the run has no such metric.',
  })
  x!: readonly number[];

  @Field(() => [Double], { description: 'The values.' }) values!: readonly number[];
  @Field(() => [GraphQLSafeInt], { description: 'The step of each point.' }) steps!: readonly number[];
  /** As PostgreSQL writes them. */
  storedTimes!: readonly string[];
  @Field(() => Boolean, {
    description: 'Whether there are more points than are told, in the range where one is asked for.',
  })
  downsampled!: boolean;

  @Field(() => [DateTime], { description: 'When each point was measured.' })
  times(): readonly string[] {
    return this.storedTimes.map(instantFromPostgres);
  }

  @Field(() => [Double], {
    description:
      'The values, smoothed: an exponential moving average over the told points without bias at its beginning, as TensorBoard draws it. NaN and infinities stay what they are.',
  })
  smoothed(
    @Arg('weight', () => Float, {
      description: 'How much the values before weigh: from 0, which changes nothing, to below 1.',
    })
    weight: number,
  ): readonly number[] {
    if (!(weight >= 0 && weight < 1))
      throw badInput(`weight is ${weight}; it is from 0 to below 1.`, { field: 'weight', found: weight });
    return smooth(this.values, weight);
  }
}
