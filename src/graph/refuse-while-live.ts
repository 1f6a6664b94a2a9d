import type { Queryable } from '../platform/database/queryable.js';
import { failedPrecondition } from '../platform/errors.js';
import type { GraphNode } from './graph-node.js';
import type { KindRegistry } from './kind-registry.js';
import type { NodeStore } from './node-store.js';
import { selectWalk } from './walk.sql.js';

const EVERYTHING = { depth: 1_000_000, nodes: 10_000_000, time: 60_000, asOf: 'infinity' };

/** Throws FAILED_PRECONDITION, with the list, while something live depends on a node. To be asked under lockLifecycle. */
export async function refuseWhileLive(
  db: Queryable,
  nodes: NodeStore,
  kinds: KindRegistry,
  id: string,
  what: string,
): Promise<void> {
  const live = await liveDependants(db, nodes, kinds, id);
  if (live.length === 0) return;
  throw failedPrecondition(
    `${what}: ${live.map((node) => node.label).join(', ')} depends on it and is live. Undeploy or redeploy without it first.`,
    { dependants: live.map((node) => ({ id: node.id, kind: node.kind, label: node.label })) },
  );
}

async function liveDependants(db: Queryable, nodes: NodeStore, kinds: KindRegistry, id: string): Promise<GraphNode[]> {
  const reached = (await selectWalk(db, 'DOWNSTREAM', [id], EVERYTHING)).map((node) => node.id);
  const live: string[] = [];
  for (const { findLive } of kinds.all) live.push(...((await findLive?.(db, reached)) ?? []));
  return [...(await nodes.load(live)).values()];
}
