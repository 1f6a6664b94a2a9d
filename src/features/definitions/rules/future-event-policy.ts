import { registerEnumType } from 'type-graphql';

export enum FutureEventPolicy {
  REJECT = 'REJECT',
  COUNT = 'COUNT',
}

registerEnumType(FutureEventPolicy, {
  name: 'FutureEventPolicy',
  description:
    'What becomes of a row whose event time lies further ahead than the service tolerates: one wrong year would hide every true row after it.',
  valuesConfig: {
    REJECT: { description: 'It is refused.' },
    COUNT: { description: 'It is left out, counted, and told among the bad rows; the other rows are written.' },
  },
});
