import type { KindRegistry } from '../../graph/nodes/kinds/kind-registry.js';
import { selectWholeClosure } from '../../graph/walks/closure.sql.js';
import { selectWalk } from '../../graph/walks/walk.sql.js';
import type { WalkedNode } from '../../graph/walks/walked.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { Place } from '../places/place.js';
import { MAX_DEPTH, MAX_NODES } from '../walk/walk-lineage.js';
import { type LiveInDanger, liveAmong } from './endangered.js';

/** Milliseconds to find out how, once it is known that. */
const WAY_MS = 2_000;

/** What is live and depends on a node at all. Throws FAILED_PRECONDITION, beginning with `what`, where too much depends on it to look at. */
export async function findDependants(
  db: Queryable,
  kinds: KindRegistry,
  node: string,
  what: string,
): Promise<LiveInDanger> {
  const reached = await selectWholeClosure(db, 'DOWNSTREAM', node, what);
  const ids = await liveAmong(db, kinds, reached);
  return { ids, nearestWay: () => nearestWay(db, node, new Set(ids)) };
}

/** Whether something is in danger has been found out without limits; how is only told as far as a question of lineage goes. */
async function nearestWay(db: Queryable, from: string, to: ReadonlySet<string>): Promise<readonly Place[] | undefined> {
  const limits = { depth: MAX_DEPTH, nodes: MAX_NODES, time: WAY_MS, asOf: 'infinity' };
  const wants = { hidden: false, counts: false, edges: 'ENDS', facts: [] } as const;
  const { nodes, edges } = await selectWalk(db, 'DOWNSTREAM', [from], limits, wants);
  const before = new Map<WalkedNode, WalkedNode>();
  for (const { src, dst } of edges) if (src.depth === dst.depth - 1) before.set(dst, src);
  const way: Place[] = [];
  for (let at = nodes.find(({ id }) => to.has(id)); at !== undefined; at = before.get(at))
    way.unshift({ id: at.id, member: null });
  return way.length === 0 ? undefined : way;
}
