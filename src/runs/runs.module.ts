import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { ExperimentResolver } from './graphql/experiment.resolver.js';
import { MetricResolver } from './graphql/metric.resolver.js';
import { MetricSeriesResolver } from './graphql/metric-series.resolver.js';
import { RunResolver } from './graphql/run.resolver.js';
import { RunComparisonResolver } from './graphql/run-comparison.resolver.js';
import { RunCountsResolver } from './graphql/run-counts.resolver.js';
import { RunFieldsResolver } from './graphql/run-fields.resolver.js';
import { RunLifecycleResolver } from './graphql/run-lifecycle.resolver.js';
import { RunTreeResolver } from './graphql/run-tree.resolver.js';
import { lostRuns } from './lifecycle/lost-runs.js';
import { Experiment } from './record/experiment.entity.js';
import { Run } from './record/run.entity.js';
import { loadRunFacts } from './record/run-facts.sql.js';
import { EXPERIMENT, RUN } from './record/run-kinds.js';
import { RunReads } from './search/run-reads.js';

export interface RunNeeds extends OnGraph {
  /** Seconds without a report after which a run is LOST that says nothing of it; 0: never. */
  readonly settings: { readonly lostAfterSeconds: number };
}

export const RUNS: Room<RunNeeds, { readonly runReads: RunReads }> = {
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
  open({ database, graph, settings }) {
    const room = { database, graph };
    const reads = new RunReads(database, graph);
    return {
      offers: { runReads: reads },
      resolvers: [
        new RunResolver(database, graph, reads),
        new RunFieldsResolver(reads),
        new RunCountsResolver(),
        new RunLifecycleResolver(room),
        new RunTreeResolver(room),
        new RunComparisonResolver(room),
        new MetricResolver(room),
        new MetricSeriesResolver(room),
        new ExperimentResolver(graph, reads),
      ],
      standing: [lostRuns(room, settings.lostAfterSeconds)],
    };
  },
};
