import type { Database } from '../platform/database/database.js';
import { checkText } from '../platform/text/check-text.js';
import { inQuotes } from '../platform/text/in-quotes.js';
import { refuseWhileLive } from './edges/refuse-while-live.js';
import type { Graph } from './graph.js';
import type { DeleteNodeInput } from './graphql/node.input.js';
import type { Caller } from './nodes/caller.js';
import type { GraphNode } from './nodes/graph-node.js';
import { lockForDeletion, lockLifecycle, tombstone } from './nodes/lifecycle/lifecycle.sql.js';

const MAX_REASON = 2_000;

/** Leaves a tombstone. Throws FAILED_PRECONDITION with the list while something live depends on the node. */
export async function deleteNode(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: DeleteNodeInput,
): Promise<GraphNode> {
  caller.demand('node:delete');
  if (input.reason != null) checkText('reason', input.reason, MAX_REASON);
  const deleted = await database.transaction(async (tx) => {
    graph.record(tx, caller, 'node:delete', input.reason);
    await lockLifecycle(tx, caller.project);
    const { id, label, kind } = await graph.references.resolve(tx, caller.project, input.id);
    await lockForDeletion(tx, id);
    const what = `${kind} ${inQuotes(label ?? input.id)} can't be deleted`;
    await refuseWhileLive(tx, graph.nodes.within(tx), graph.kinds, caller, { id, what });
    await graph.kinds.of(kind).beforeDelete?.(tx, caller, id);
    await tombstone(tx, id, caller.user, input.reason ?? null);
    return id;
  });
  return graph.nodes.one(deleted);
}
