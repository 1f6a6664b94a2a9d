import { Field, InputType, registerEnumType } from 'type-graphql';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { MetricValue } from './metric-value.js';

/** How a metric is compared with a value. */
export enum ComparisonOperator {
  LT = 'LT',
  LTE = 'LTE',
  EQ = 'EQ',
  NE = 'NE',
  GTE = 'GTE',
  GT = 'GT',
}

registerEnumType(ComparisonOperator, {
  name: 'ComparisonOperator',
  description: 'How a metric is compared with a value. NaN fits none of them but NE.',
  valuesConfig: {
    LT: { description: 'Less than the value.' },
    LTE: { description: 'Less than the value, or equal.' },
    EQ: { description: 'Equal to the value.' },
    NE: { description: 'Another value.' },
    GTE: { description: 'Greater than the value, or equal.' },
    GT: { description: 'Greater than the value.' },
  },
});

/** How a parameter is compared with a text. */
export enum ParameterOperator {
  EQ = 'EQ',
  NE = 'NE',
  CONTAINS = 'CONTAINS',
  STARTS_WITH = 'STARTS_WITH',
  LT = 'LT',
  LTE = 'LTE',
  GTE = 'GTE',
  GT = 'GT',
}

registerEnumType(ParameterOperator, {
  name: 'ParameterOperator',
  description: 'How a parameter is compared with a text.',
  valuesConfig: {
    EQ: { description: 'It is the text, exactly.' },
    NE: { description: 'It is another text.' },
    CONTAINS: { description: 'The text is a part of it.' },
    STARTS_WITH: { description: 'It begins with the text.' },
    LT: { description: 'Less, as numbers; one that is no number does not fit.' },
    LTE: { description: 'Less or equal, as numbers; one that is no number does not fit.' },
    GTE: { description: 'Greater or equal, as numbers; one that is no number does not fit.' },
    GT: { description: 'Greater, as numbers; one that is no number does not fit.' },
  },
});

@InputType({
  description: 'What a value of a metric must be. A run without the metric does not fit, whatever the operator.',
})
export class MetricCondition {
  @Field(() => String, { description: 'Name of the metric.' }) name!: string;
  @Field(() => MetricValue, { nullable: true, description: 'Which of its values; LAST if left out.' })
  of?: MetricValue | null;

  @Field(() => ComparisonOperator, { description: 'How it is compared.' }) op!: ComparisonOperator;
  @Field(() => Float, { description: 'With what.' }) value!: number;
}

@InputType({
  description: 'What a parameter must be. A run without the parameter does not fit, whatever the operator.',
})
export class ParameterCondition {
  @Field(() => String, { description: 'Name of the parameter.' }) name!: string;
  @Field(() => ParameterOperator, { nullable: true, description: 'How it is compared; EQ if left out.' })
  op?: ParameterOperator | null;

  @Field(() => String, { description: 'With what; for LT, LTE, GTE and GT a number, written as text.' })
  value!: string;
}
