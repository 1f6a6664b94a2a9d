import { selectWalk, type WalkDirection } from '../../graph/edges/walk.sql.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { WalkWants } from '../../graph/walked.js';
import type { Database } from '../../platform/database/database.js';
import { type CutReason, type DirectedWalk, whyIncomplete } from '../walk/frontier.js';
import { isVeiled, MAX_DEPTH, MAX_NODES, WALK_MS } from '../walk/walk-lineage.js';
import type { PlainEdge } from './place-graph.js';

export interface Between {
  /** Among them all that lie on a way from the one to the other, unless it is incomplete. */
  readonly edges: readonly PlainEdge[];
  readonly incompleteBecause: CutReason | undefined;
}

export interface BetweenQuestion {
  /** Node ids. */
  readonly from: string;
  readonly to: string;
  /** RFC 3339; undefined: now. */
  readonly asOf: string | undefined;
  /** Whether what edges say of columns and features matters. */
  readonly withAttributes: boolean;
}

/**
 * The graph between two nodes. All of it lies upstream of the one and downstream of the other, so one whole walk is enough. What is hidden
 * or too much on both sides may hide a way; what is found is told all the same.
 */
export async function walkBetween(
  database: Database,
  caller: Caller,
  { from, to, asOf = 'infinity', withAttributes }: BetweenQuestion,
): Promise<Between> {
  const wants: WalkWants = { hidden: true, counts: false, edges: withAttributes ? 'WHOLE' : 'ENDS', facts: [] };
  const walk = async (direction: WalkDirection, root: string): Promise<DirectedWalk> => {
    const limits = { depth: MAX_DEPTH, nodes: MAX_NODES, time: WALK_MS, asOf, seen: caller.seen };
    const begin = performance.now();
    const found = await selectWalk(database, direction, [root], limits, wants, caller.signal);
    return { direction, depth: MAX_DEPTH, limit: MAX_NODES, isVeiled: isVeiled(caller, begin), ...found };
  };
  const upstream = await walk('UPSTREAM', to);
  if (whyIncomplete([upstream]) === undefined) return { edges: edgesOf([upstream]), incompleteBecause: undefined };
  const downstream = await walk('DOWNSTREAM', from);
  if (whyIncomplete([downstream]) === undefined) return { edges: edgesOf([downstream]), incompleteBecause: undefined };
  const walks = [upstream, downstream];
  return { edges: edgesOf(walks), incompleteBecause: whyIncomplete(walks) };
}

function edgesOf(walks: readonly DirectedWalk[]): PlainEdge[] {
  return walks.flatMap(({ edges }) =>
    edges.map(({ src, dst, kind, attributes }) => ({ src: src.id, dst: dst.id, kind, attributes })),
  );
}
