import type { FeatureReferences } from '../features/definitions/feature-references.js';
import type { Graph } from '../graph/graph.module.js';
import type { Database } from '../platform/database/database.js';
import { JobRunner } from '../platform/jobs/job-runner.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { TrainingSetBuilder } from './building/build-training-set.js';
import { TrainingSetRebuilder } from './building/rebuild-training-set.js';
import { PublicationTrainingSetsResolver } from './publication-training-sets.resolver.js';
import { SpineReader } from './spines/spine-reader.js';
import { TrainingSetResolver } from './training-set.resolver.js';
import { TrainingSetService } from './training-set.service.js';

export interface TrainingSetDependencies {
  readonly database: Database;
  readonly graph: Graph;
  readonly references: FeatureReferences;
  readonly logger: Logger;
  /** Dataset versions are read from files below it; undefined: from none. */
  readonly datasetDirectory: string | undefined;
}

export function createTrainingSets({ database, graph, references, logger, datasetDirectory }: TrainingSetDependencies) {
  const spines = new SpineReader(database, graph, datasetDirectory);
  const handlers = [new TrainingSetBuilder(database, graph, spines), new TrainingSetRebuilder(database)];
  const runner = new JobRunner(database, handlers, logger);
  const service = new TrainingSetService(database, graph, references, runner);
  return {
    runner,
    service,
    resolvers: [new TrainingSetResolver(database, service), new PublicationTrainingSetsResolver(database)],
  };
}
