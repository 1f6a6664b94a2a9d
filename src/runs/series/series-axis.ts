import { registerEnumType } from 'type-graphql';

/** Along what a series is drawn. */
export enum SeriesAxis {
  STEP = 'STEP',
  TIME = 'TIME',
  RELATIVE_TIME = 'RELATIVE_TIME',
}

registerEnumType(SeriesAxis, {
  name: 'SeriesAxis',
  description: 'Along what a series is drawn.',
  valuesConfig: {
    STEP: { description: 'The step of each point.' },
    TIME: { description: 'When it was measured, in seconds since 1970.' },
    RELATIVE_TIME: {
      description:
        'When it was measured, in seconds since its run started; since the first point where that is not known.',
    },
  },
});
