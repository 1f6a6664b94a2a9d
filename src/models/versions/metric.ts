import { Field, InputType, ObjectType } from 'type-graphql';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';

@ObjectType({ description: 'A figure by which a model version was judged.' })
export class Metric {
  @Field(() => String, { description: 'Its name, such as `auc`.' }) name!: string;
  @Field(() => Float, { description: 'Its value.' }) value!: number;
}

@InputType({ description: 'A figure by which a model version was judged.' })
export class MetricInput {
  @Field(() => String, { description: 'Its name, such as `auc`; unique within the version.' }) name!: string;
  @Field(() => Float, { description: 'Its value; finite.' }) value!: number;
}
