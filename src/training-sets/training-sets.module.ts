import type { Access } from '../access/access.js';
import type { ServiceLookup } from '../features/services/service-lookup.js';
import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import type { JobRunner } from '../platform/jobs/job-runner.js';
import { TrainingSetBuilder } from './building/build-training-set.js';
import { TrainingSetRebuilder } from './building/rebuild-training-set.js';
import { PublicationTrainingSetsResolver } from './publication-training-sets.resolver.js';
import { SpineReader } from './spines/spine-reader.js';
import { TrainingSetResolver } from './training-set.resolver.js';
import { TrainingSetService } from './training-set.service.js';

export interface TrainingSetNeeds extends OnGraph {
  readonly services: ServiceLookup;
  readonly jobs: JobRunner;
  readonly access: Access;
  /** Dataset versions are read from files below it; undefined: from none. */
  readonly settings: { readonly datasetDirectory: string | undefined };
}

export const TRAINING_SETS: Room<TrainingSetNeeds, { readonly trainingSets: TrainingSetService }> = {
  open({ database, graph, services, jobs, access, settings }) {
    const spines = new SpineReader(database, graph, settings.datasetDirectory);
    const trainingSets = new TrainingSetService(database, graph, services, jobs);
    return {
      offers: { trainingSets },
      jobs: [new TrainingSetBuilder(database, graph, spines, access), new TrainingSetRebuilder(database)],
      resolvers: [new TrainingSetResolver(database, trainingSets), new PublicationTrainingSetsResolver(database)],
    };
  },
};
