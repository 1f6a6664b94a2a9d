import { registerEnumType } from 'type-graphql';

export enum ActivationCause {
  PUBLICATION = 'PUBLICATION',
  ACTIVATION = 'ACTIVATION',
  BACKFILL = 'BACKFILL',
  DELETION = 'DELETION',
}

registerEnumType(ActivationCause, {
  name: 'ActivationCause',
  description: 'Why another version became current.',
  valuesConfig: {
    PUBLICATION: { description: 'It was published while the current one had no rows, or while there was none.' },
    ACTIVATION: { description: 'activateFeatureSetVersion was called.' },
    BACKFILL: { description: 'It was backfilled with `activate: true`.' },
    DELETION: { description: 'The current one, which had no rows, was deleted.' },
  },
});
