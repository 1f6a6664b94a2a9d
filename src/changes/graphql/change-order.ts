import { registerEnumType } from 'type-graphql';

export enum ChangeOrder {
  OLDEST_FIRST = 'OLDEST_FIRST',
  NEWEST_FIRST = 'NEWEST_FIRST',
}

registerEnumType(ChangeOrder, {
  name: 'ChangeOrder',
  description: 'In which order changes are listed; either way it is that of their commits.',
  valuesConfig: {
    OLDEST_FIRST: { description: 'As they were done. A cursor of the last one goes on with what was done since.' },
    NEWEST_FIRST: { description: 'The last one first.' },
  },
});
