import { registerEnumType } from 'type-graphql';

/** Why one node is upstream of another. Edges always point downstream: from the data towards the deployments. */
export enum EdgeKind {
  VERSION_OF = 'VERSION_OF',
  INPUT = 'INPUT',
  OUTPUT = 'OUTPUT',
  SOURCE = 'SOURCE',
  SIGNATURE = 'SIGNATURE',
  TRAINED_ON = 'TRAINED_ON',
  DERIVED_FROM = 'DERIVED_FROM',
  BINDING = 'BINDING',
  CHILD_OF = 'CHILD_OF',
  SAME_AS = 'SAME_AS',
}

registerEnumType(EdgeKind, {
  name: 'EdgeKind',
  description: 'Why one node is upstream of another. Edges point downstream, from the data towards the deployments.',
  valuesConfig: {
    VERSION_OF: { description: 'From a dataset, feature set, feature service or model to one of its versions.' },
    INPUT: { description: 'From what a run or job read to it.' },
    OUTPUT: { description: 'From a run or job to what it made.' },
    SOURCE: {
      description:
        'From a dataset version to a feature set version computed from it; attributes hold the columns of each feature.',
    },
    SIGNATURE: {
      description:
        'From a feature set version to a model version or feature service version that reads it; attributes hold the features, their positions and roles.',
    },
    TRAINED_ON: { description: 'From a dataset version to a model version trained on it.' },
    DERIVED_FROM: {
      description:
        'From a version to a version that was made from it, or from a dataset to one that was; attributes hold the columns of each column where they are known.',
    },
    BINDING: {
      description: 'From a model version to a deployment that serves it; attributes hold the traffic percentage.',
    },
    CHILD_OF: {
      description:
        'From a parent to what belongs to it: experiment or job to run, run to nested run, job to nested job, entity to feature set, environment to deployment.',
    },
    SAME_AS: {
      description: 'From one name of a dataset to another name of the same data, and back.',
    },
  },
});
