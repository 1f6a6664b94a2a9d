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
}

registerEnumType(EdgeKind, {
  name: 'EdgeKind',
  description: 'Why one node is upstream of another. Edges point downstream, from the data towards the deployments.',
  valuesConfig: {
    VERSION_OF: { description: 'From a dataset, feature set, feature service or model to one of its versions.' },
    INPUT: { description: 'From what a run read to the run.' },
    OUTPUT: { description: 'From a run to what it made.' },
    SOURCE: {
      description:
        'From a dataset version to a feature set version computed from it; attributes hold the columns of each feature.',
    },
    SIGNATURE: {
      description:
        'From a feature set version to a model version or feature service version that reads it; attributes hold the features, their positions and roles.',
    },
    TRAINED_ON: { description: 'From a dataset version to a model version trained on it.' },
    DERIVED_FROM: { description: 'From a version to a version that was made from it.' },
    BINDING: {
      description: 'From a model version to a deployment that serves it; attributes hold the traffic percentage.',
    },
    CHILD_OF: {
      description:
        'From a parent to what belongs to it: experiment to run, run to nested run, entity to feature set, environment to deployment.',
    },
  },
});
