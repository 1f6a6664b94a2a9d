import { registerEnumType } from 'type-graphql';

export enum KnownAt {
  NOW = 'NOW',
  EVENT = 'EVENT',
}

registerEnumType(KnownAt, {
  name: 'KnownAt',
  description: 'What a point-in-time join may know.',
  valuesConfig: {
    NOW: { description: 'All that is known now, backfills and corrections included.' },
    EVENT: { description: "Only what had been ingested by each spine row's own time: no leakage from backfills." },
  },
});
