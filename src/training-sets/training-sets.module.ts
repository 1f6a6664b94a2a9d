import type { Room } from '../graph/room.js';
import { TrainingSetBuilder } from './building/build-training-set.js';
import { TrainingSetRebuilder } from './building/rebuild-training-set.js';
import type { OnTrainingSets } from './create-training-set.js';
import { PublicationTrainingSetsResolver } from './graphql/publication-training-sets.resolver.js';
import { TrainingSetResolver } from './graphql/training-set.resolver.js';
import { SpineReader } from './spines/spine-reader.js';

export interface TrainingSetNeeds extends OnTrainingSets {
  /** Dataset versions are read from files below it; undefined: from none. */
  readonly settings: { readonly datasetDirectory: string | undefined };
}

export const TRAINING_SETS: Room<TrainingSetNeeds> = {
  open(needs) {
    const { database, graph, settings } = needs;
    const spines = new SpineReader(database, graph, settings.datasetDirectory);
    return {
      offers: {},
      jobs: [new TrainingSetBuilder(database, graph, spines), new TrainingSetRebuilder(database)],
      resolvers: [new TrainingSetResolver(needs), new PublicationTrainingSetsResolver(database)],
    };
  },
};
