import { Field, InputType, registerEnumType } from 'type-graphql';
import { TagInput } from '../../graph/nodes/tag.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { RunStatus } from '../record/run-status.js';
import { RunType } from '../record/run-type.js';

/** How a metric is compared with a value. */
export enum ComparisonOperator {
  LT = 'LT',
  LTE = 'LTE',
  EQ = 'EQ',
  GTE = 'GTE',
  GT = 'GT',
}

registerEnumType(ComparisonOperator, {
  name: 'ComparisonOperator',
  description: 'How a metric is compared with a value.',
  valuesConfig: {
    LT: { description: 'Less than the value.' },
    LTE: { description: 'Less than the value, or equal.' },
    EQ: { description: 'Equal to the value.' },
    GTE: { description: 'Greater than the value, or equal.' },
    GT: { description: 'Greater than the value.' },
  },
});

@InputType({ description: 'What the latest value of a metric must be. A run without the metric does not fit.' })
export class MetricCondition {
  @Field(() => String, { description: 'Name of the metric.' }) name!: string;
  @Field(() => ComparisonOperator, { description: 'How it is compared.' }) op!: ComparisonOperator;
  @Field(() => Float, { description: 'With what.' }) value!: number;
}

@InputType({ description: 'The value that a parameter must have.' })
export class ParameterCondition {
  @Field(() => String, { description: 'Name of the parameter.' }) name!: string;
  @Field(() => String, { description: 'Its value, exactly.' }) value!: string;
}

@InputType({ description: 'Which runs to list. What is given must all hold.' })
export class RunFilter {
  @Field(() => Ref, { nullable: true, description: 'The experiment that they belong to.' }) experiment?: string | null;
  @Field(() => Ref, { nullable: true, description: 'The run that they are a part of, by its id.' }) parent?:
    | string
    | null;
  @Field(() => [RunType], { nullable: true, description: 'One of these types.' }) types?: RunType[] | null;
  @Field(() => [RunStatus], { nullable: true, description: 'One of these statuses.' }) statuses?: RunStatus[] | null;
  @Field(() => [MetricCondition], {
    nullable: true,
    description: 'Conditions on the latest values of metrics, at most 10.',
  })
  metrics?: MetricCondition[] | null;

  @Field(() => [ParameterCondition], { nullable: true, description: 'Values of parameters, at most 10.' })
  parameters?: ParameterCondition[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name.' }) nameContains?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags that they must have.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Their owner, exactly.' }) owner?: string | null;
  @Field(() => String, { nullable: true, description: 'Who started them, exactly.' }) createdBy?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Registered at or after this.' }) createdFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Registered before this.' }) createdBefore?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Deleted ones too; false if left out.' }) includeDeleted?:
    | boolean
    | null;
}
