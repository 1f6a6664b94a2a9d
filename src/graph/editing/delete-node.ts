import type { Database } from '../../platform/database/database.js';
import { checkText } from '../../platform/text/check-text.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import type { Graph } from '../graph.js';
import { OUT_OF_USE } from '../guards/live-guard.js';
import { checkOverride } from '../guards/override.js';
import type { Caller } from '../nodes/caller.js';
import type { GraphNode } from '../nodes/graph-node.js';
import { lockForDeletion, lockLifecycle, tombstone } from '../nodes/lifecycle/lifecycle.sql.js';
import type { DeleteNodeInput } from './node.input.js';

const MAX_REASON = 2_000;

/** Leaves a tombstone. Throws FAILED_PRECONDITION with the list while something live depends on the node, unless overridden. */
export async function deleteNode(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: DeleteNodeInput,
): Promise<GraphNode> {
  caller.demand('node:delete');
  if (input.reason != null) checkText('reason', input.reason, MAX_REASON);
  checkOverride(caller, input.override);
  const reason = input.reason ?? input.override?.reason ?? null;
  const deleted = await database.transaction(async (tx) => {
    graph.record(tx, caller, 'node:delete', reason);
    await lockLifecycle(tx, caller.project);
    const { id, label, kind } = await graph.references.resolve(tx, caller.project, input.id);
    await lockForDeletion(tx, id);
    const what = `${kind} ${inQuotes(label ?? input.id)} can't be deleted`;
    await graph.guardLive(tx, caller, {
      what,
      of: { node: id, isDeleted: true },
      wayOut: OUT_OF_USE,
      override: input.override,
    });
    await graph.kinds.of(kind).beforeDelete?.(tx, caller, id);
    await tombstone(tx, id, caller.user, reason);
    return id;
  });
  return graph.nodes.one(deleted);
}
