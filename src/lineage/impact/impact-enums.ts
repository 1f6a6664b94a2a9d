import { registerEnumType } from 'type-graphql';

export enum ChangeKind {
  DEPRECATE = 'DEPRECATE',
  DROP = 'DROP',
  CHANGE_TYPE = 'CHANGE_TYPE',
}

registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'What is about to be done to something that others depend on.',
  valuesConfig: {
    DEPRECATE: { description: 'It should not be used any more, and goes on as it is.' },
    DROP: { description: 'It goes away: deleted, its rows dropped, left out of the next version.' },
    CHANGE_TYPE: { description: 'It stays under its name, with values of another type or meaning.' },
  },
});

export enum ImpactOutcome {
  BREAKS = 'BREAKS',
  GOES_STALE = 'GOES_STALE',
  WARNED = 'WARNED',
}

registerEnumType(ImpactOutcome, {
  name: 'ImpactOutcome',
  description: 'What becomes of something that depends on what is changed.',
  valuesConfig: {
    BREAKS: {
      description: 'It reads that whenever it is used: lookups fail, or give something else than it learnt from.',
    },
    GOES_STALE: {
      description:
        'It was made from that: it goes on as it is, but cannot be renewed, computed further or trained again.',
    },
    WARNED: { description: 'It goes on as it is; whoever owns it should move off.' },
  },
});
