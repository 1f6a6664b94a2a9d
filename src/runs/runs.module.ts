import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { ExperimentResolver } from './graphql/experiment.resolver.js';
import { RunResolver } from './graphql/run.resolver.js';
import { RunFieldsResolver } from './graphql/run-fields.resolver.js';
import { Experiment } from './record/experiment.entity.js';
import { Run } from './record/run.entity.js';
import { loadRunFacts } from './record/run-facts.sql.js';
import { EXPERIMENT, RUN } from './record/run-kinds.js';
import { RunReads } from './search/run-reads.js';

export const RUNS: Room<OnGraph, { readonly runReads: RunReads }> = {
  entities: [Run],
  kinds: [
    { kind: EXPERIMENT, description: 'A named group of runs.', type: Experiment, hasTable: false, logical: true },
    {
      kind: RUN,
      description: 'One execution: ingest, transform, training, evaluation or other.',
      type: Run,
      hasTable: true,
      logical: false,
      loadFacts: loadRunFacts,
    },
  ],
  open({ database, graph }) {
    const reads = new RunReads(database, graph);
    return {
      offers: { runReads: reads },
      resolvers: [new RunResolver(database, graph, reads), new RunFieldsResolver(reads), new ExperimentResolver(graph)],
    };
  },
};
