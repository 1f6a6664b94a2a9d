import { registerEnumType } from 'type-graphql';

/** What a run does. */
export enum RunType {
  INGEST = 'INGEST',
  TRANSFORM = 'TRANSFORM',
  TRAINING = 'TRAINING',
  EVALUATION = 'EVALUATION',
  OTHER = 'OTHER',
}

registerEnumType(RunType, {
  name: 'RunType',
  description: 'What a run does.',
  valuesConfig: {
    INGEST: { description: 'Brings data in from outside.' },
    TRANSFORM: { description: 'Makes data or features from data.' },
    TRAINING: { description: 'Fits a model.' },
    EVALUATION: { description: 'Judges a model.' },
    OTHER: { description: 'Anything else.' },
  },
});
