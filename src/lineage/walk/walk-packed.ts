import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { selectPackedWalk } from '../../graph/walks/packed-walk.sql.js';
import type { Database } from '../../platform/database/database.js';
import { now } from '../../platform/time/instant.js';
import { reasonAt, strongest } from './frontier.js';
import type { Lineage } from './lineage.js';
import { LineageDirection } from './lineage-enums.js';
import { beginWalk, isVeiled, type LineageQuestion, WALK_MS } from './walk-lineage.js';

/** Whether a question is one that a packed walk answers: one way, versions, all kinds, and nothing asked for but the compact form and what goes for the whole. */
export function isPacked({ direction, kinds, stop, logical, wants }: LineageQuestion): boolean {
  const isPlain = direction !== LineageDirection.BOTH && kinds === undefined && stop === undefined && logical !== true;
  return isPlain && wants.packed === true;
}

/** As walkLineage, for such a question. */
export async function walkPacked(
  database: Database,
  graph: Graph,
  caller: Caller,
  question: LineageQuestion,
): Promise<Lineage> {
  const { direction, depth, asOf = 'infinity' } = question;
  if (direction === LineageDirection.BOTH) throw new Error('a packed walk goes one way');
  caller.demand('graph:read');
  const { roots, begun, limit } = await beginWalk(graph, question);
  const limits = { depth, nodes: limit, time: WALK_MS, asOf, after: begun?.neighbour, seen: caller.seen };
  const begin = performance.now();
  const packed = await selectPackedWalk(database, direction, roots, limits, caller.signal);
  const walked = { depth, limit, size: packed?.size ?? 0, isVeiled: isVeiled(caller, begin) };
  return {
    roots,
    packed,
    chosen: [],
    edges: [],
    frontier: [],
    depth: Math.max(0, (packed?.levels.length ?? 0) - 1),
    incompleteBecause: strongest((packed?.cutAt ?? []).map((at) => reasonAt(walked, at))),
    asOf: question.asOf ?? now(),
    load: async () => new Map(),
  };
}
