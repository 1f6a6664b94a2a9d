import { registerEnumType } from 'type-graphql';

/** Which end comes first. */
export enum SortDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

registerEnumType(SortDirection, {
  name: 'SortDirection',
  description: 'Which end comes first.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest, a first.' },
    DESC: { description: 'Greatest, latest, z first.' },
  },
});
