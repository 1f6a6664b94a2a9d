import type { Graph } from '../graph/graph.module.js';
import type { NodeKindDefinition } from '../graph/kind-registry.js';
import { NodeKind } from '../graph/node-kind.js';
import type { Database } from '../platform/database/database.js';
import { Experiment } from './experiment.entity.js';
import { ExperimentResolver } from './experiment.resolver.js';
import { Run } from './run.entity.js';
import { RunResolver } from './run.resolver.js';
import { RunService } from './run.service.js';
import { loadRunFacts } from './run-facts.sql.js';
import { RunFieldsResolver } from './run-fields.resolver.js';
import { RunReads } from './run-reads.js';

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
