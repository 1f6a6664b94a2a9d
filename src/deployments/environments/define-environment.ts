import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import { ENVIRONMENT } from '../deployment-kinds.js';
import { Environment } from './environment.entity.js';
import { checkEnvironment, type DefineEnvironmentInput } from './environment.input.js';

/** Defines an environment. One that is there stays as it is: updateNode changes what is said of it. */
export async function defineEnvironment(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: DefineEnvironmentInput,
): Promise<{ environment: Environment; created: boolean }> {
  caller.demand('environment:define');
  checkEnvironment(input);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'environment:define');
    const { id, created } = await graph.writer.ensureNode(tx, caller, { ...input, kind: ENVIRONMENT });
    return { environment: await graph.nodes.within(tx).get(Environment, id), created };
  });
}
