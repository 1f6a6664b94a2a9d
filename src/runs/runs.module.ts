import type { Graph } from '../graph/graph.module.js';
import type { NodeKindDefinition } from '../graph/nodes/kind-registry.js';
import { NodeKind } from '../graph/nodes/node-kind.js';
import type { Database } from '../platform/database/database.js';
import { ExperimentResolver } from './graphql/experiment.resolver.js';
import { RunResolver } from './graphql/run.resolver.js';
import { RunFieldsResolver } from './graphql/run-fields.resolver.js';
import { Experiment } from './record/experiment.entity.js';
import { Run } from './record/run.entity.js';
import { loadRunFacts } from './record/run-facts.sql.js';
import { RunService } from './run.service.js';
import { RunReads } from './search/run-reads.js';

export const RUN_ENTITIES = [Run];

export const RUN_KINDS: readonly NodeKindDefinition[] = [
  { kind: NodeKind.EXPERIMENT, type: Experiment, hasTable: false, logical: true },
  { kind: NodeKind.RUN, type: Run, hasTable: true, logical: false, loadFacts: loadRunFacts },
];

export function createRuns(database: Database, graph: Graph) {
  const service = new RunService(database, graph);
  const reads = new RunReads(database, graph);
  return {
    service,
    resolvers: [new RunResolver(service, reads), new RunFieldsResolver(reads), new ExperimentResolver(graph)],
  };
}
