import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { selectPackedWalk } from '../../graph/walks/packed-walk.sql.js';
import { attemptInTime } from '../../graph/walks/walk-in-time.js';
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

/** Of the time of the statement for finding nodes: their rows and the edges of the last level take the rest. */
const SHARE = 1 / 2;

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
  const { signal, seen } = caller;
  const limits = { depth, nodes: limit, time: WALK_MS, asOf, after: begun?.neighbour, seen };
  const asked = { ...limits, signal, roots: roots.length, share: SHARE };
  const { found: packed, isLate } = await attemptInTime(asked, (tried, clock) =>
    selectPackedWalk(database, direction, roots, tried, clock),
  );
  const walked = { depth, limit, size: packed?.size ?? 0, isVeiled: isVeiled(caller, { isLate }) };
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
