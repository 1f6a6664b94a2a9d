import { registerEnumType } from 'type-graphql';

/** The vocabulary of the graph. What a kind means lives in its room; nothing in graph/ branches on one. */
export enum NodeKind {
  DATASET = 'DATASET',
  DATASET_VERSION = 'DATASET_VERSION',
  ENTITY = 'ENTITY',
  FEATURE_SET = 'FEATURE_SET',
  FEATURE_SET_VERSION = 'FEATURE_SET_VERSION',
  EXPERIMENT = 'EXPERIMENT',
  RUN = 'RUN',
  MODEL = 'MODEL',
  MODEL_VERSION = 'MODEL_VERSION',
  ENVIRONMENT = 'ENVIRONMENT',
  DEPLOYMENT = 'DEPLOYMENT',
}

registerEnumType(NodeKind, {
  name: 'NodeKind',
  description: 'What a node of the graph is.',
  valuesConfig: {
    DATASET: { description: 'A named body of data.' },
    DATASET_VERSION: { description: 'One immutable state of a dataset.' },
    ENTITY: { description: 'What features are about: a name and one or more join keys.' },
    FEATURE_SET: { description: 'Features of one entity that are computed together.' },
    FEATURE_SET_VERSION: { description: 'One immutable definition of a feature set.' },
    EXPERIMENT: { description: 'A named group of runs.' },
    RUN: { description: 'One execution: ingest, transform, training, evaluation or other.' },
    MODEL: { description: 'A registered model.' },
    MODEL_VERSION: { description: 'One immutable version of a model.' },
    ENVIRONMENT: { description: 'Where deployments live, such as production.' },
    DEPLOYMENT: { description: 'A named place where model versions serve.' },
  },
});
