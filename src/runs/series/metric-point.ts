import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Double } from '../../platform/graphql/scalars/double.scalar.js';
import { instantFromPostgres } from '../../platform/time/instant.js';

@ObjectType({ description: 'One point of a metric of a run.' })
export class MetricPoint {
  @Field(() => String, { description: 'Name of the metric.' }) name!: string;
  @Field(() => Double, { description: 'Its value.' }) value!: number;
  @Field(() => GraphQLSafeInt, { description: 'The step it was measured at; 0 where the run has no steps.' })
  step!: number;
  /** As PostgreSQL writes it: a page has thousands of points, whose times are seldom asked for. */
  storedTime!: string;

  @GetterField(() => DateTime, { description: 'When it was measured.' })
  get time(): string {
    return instantFromPostgres(this.storedTime);
  }
}
