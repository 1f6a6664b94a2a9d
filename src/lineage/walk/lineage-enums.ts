import { registerEnumType } from 'type-graphql';

export enum LineageDirection {
  UPSTREAM = 'UPSTREAM',
  DOWNSTREAM = 'DOWNSTREAM',
  BOTH = 'BOTH',
}

registerEnumType(LineageDirection, {
  name: 'LineageDirection',
  description: 'Which way to follow the edges.',
  valuesConfig: {
    UPSTREAM: { description: 'Towards the data: what it was made from.' },
    DOWNSTREAM: { description: 'Towards the deployments: what was made from it.' },
    BOTH: { description: 'The union of the two closures; what is neither upstream nor downstream is not in it.' },
  },
});

export enum IncompleteReason {
  DEPTH = 'DEPTH',
  NODE_LIMIT = 'NODE_LIMIT',
  TIME_LIMIT = 'TIME_LIMIT',
  ACCESS = 'ACCESS',
  UNATTRIBUTED = 'UNATTRIBUTED',
}

registerEnumType(IncompleteReason, {
  name: 'IncompleteReason',
  description: 'Why an answer does not hold the whole closure.',
  valuesConfig: {
    DEPTH: { description: 'More lies beyond `depth`.' },
    NODE_LIMIT: { description: 'More was found than `limit` nodes.' },
    TIME_LIMIT: { description: 'The time for one walk was up.' },
    ACCESS: { description: 'The rest lies in projects that you may not see; `frontier` says behind which nodes.' },
    UNATTRIBUTED: { description: 'Rows were written of which it was not remembered by which run.' },
  },
});
