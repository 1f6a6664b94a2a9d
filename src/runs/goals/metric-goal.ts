import { registerEnumType } from 'type-graphql';

/** Which values of a metric are better. */
export enum MetricGoal {
  MAX = 'MAX',
  MIN = 'MIN',
}

registerEnumType(MetricGoal, {
  name: 'MetricGoal',
  description: 'Which values of a metric are better.',
  valuesConfig: {
    MAX: { description: 'Greater ones, as of an accuracy.' },
    MIN: { description: 'Smaller ones, as of a loss.' },
  },
});
