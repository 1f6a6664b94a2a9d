import type { Queryable } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import type { Caller } from '../nodes/caller.js';
import type { GraphNode } from '../nodes/graph-node.js';
import type { KindRegistry } from '../nodes/kind-registry.js';
import type { NodeStore } from '../nodes/node-store.js';
import { selectWholeClosure } from './closure.sql.js';

/**
 * Throws FAILED_PRECONDITION, with the list, while something live depends on a node, and where too much depends on it to say so. To be
 * asked under lockLifecycle.
 */
export async function refuseWhileLive(
  db: Queryable,
  nodes: NodeStore,
  kinds: KindRegistry,
  caller: Caller,
  { id, what }: { readonly id: string; readonly what: string },
): Promise<void> {
  const reached = await selectWholeClosure(db, 'DOWNSTREAM', id, what);
  const live = await liveAmong(db, nodes, kinds, reached);
  if (live.length === 0) return;
  const seen = live.filter(({ project }) => caller.may('graph:read', project));
  const names = seen.map((node) => node.label);
  if (seen.length < live.length)
    names.push(`something in a project that you may not see (${live.length - seen.length})`);
  throw failedPrecondition(
    `${what}: ${names.join(', ')} depends on it and is live. Take that out of use first: undeploy it, redeploy without it, or delete the feature service that lists it.`,
    { dependants: seen.map((node) => ({ id: node.id, kind: node.kind, label: node.label })) },
  );
}

async function liveAmong(
  db: Queryable,
  nodes: NodeStore,
  kinds: KindRegistry,
  ids: readonly string[],
): Promise<GraphNode[]> {
  const live: string[] = [];
  for (const { findLive } of kinds.all) for (const id of (await findLive?.(db, ids)) ?? []) live.push(id);
  return [...(await nodes.load(live)).values()];
}
