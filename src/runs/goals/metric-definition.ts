import { Field, InputType, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/lists/connection.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { MetricGoal } from './metric-goal.js';

@ObjectType({ description: 'What is said of all metrics of one name in a project.' })
export class MetricDefinition {
  @Field(() => String, { description: 'Name of the metric.' }) name!: string;
  @Field(() => MetricGoal, { description: 'Which values are better.' }) goal!: MetricGoal;
  @Field(() => String, { nullable: true, description: 'What it measures, in words.' }) description!: string | null;
  @Field(() => DateTime, { description: 'When this was said.' }) definedAt!: Date;
  @Field(() => String, { description: 'Who said so.' }) definedBy!: string;
}

export const MetricDefinitionConnection = connectionOf('MetricDefinition', () => MetricDefinition);

@InputType({ description: 'What to say of all metrics of one name in the project.' })
export class DefineMetricInput {
  @Field(() => String, { description: 'Name of the metric, 1 to 250 characters.' }) name!: string;
  @Field(() => MetricGoal, { description: 'Which values are better: `best` of every run follows at once.' })
  goal!: MetricGoal;

  @Field(() => String, { nullable: true, description: 'What it measures, in words; left out, what was said stays.' })
  description?: string | null;
}

@ObjectType({ description: 'What defineMetric answers.' })
export class DefineMetricPayload {
  @Field(() => MetricDefinition, { description: 'The metric as it is defined now.' }) metric!: MetricDefinition;
}
