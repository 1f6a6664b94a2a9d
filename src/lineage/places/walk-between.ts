import type { Caller } from '../../graph/nodes/caller.js';
import type { WalkDirection } from '../../graph/walks/walk.sql.js';
import { walkInTime } from '../../graph/walks/walk-in-time.js';
import type { WalkWants } from '../../graph/walks/walked.js';
import type { Database } from '../../platform/database/database.js';
import { type CutReason, type DirectedWalk, whyIncomplete } from '../walk/frontier.js';
import { isVeiled, MAX_DEPTH, MAX_NODES, timeLeft } from '../walk/walk-lineage.js';
import type { PlainEdge } from './place-graph.js';
import { markTold } from './told-elsewhere.js';

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

/** Nodes that are looked at on either side, before more are: often one side is small, though the other is endless. */
const LIMITS = [8_000, MAX_NODES];

/**
 * The graph between two nodes. All of it lies upstream of the one and downstream of the other, so one whole walk is enough, whichever is small.
 * What is hidden or too much on both sides may hide a way; what is found is told all the same.
 */
export async function walkBetween(database: Database, caller: Caller, question: BetweenQuestion): Promise<Between> {
  const found = await smallerSide(database, caller, question);
  if (!question.withAttributes) return found;
  const when = { asOf: question.asOf, signal: caller.signal };
  return { ...found, edges: await markTold(database, found.edges, (edge) => edge, when) };
}

async function smallerSide(
  database: Database,
  caller: Caller,
  { from, to, asOf = 'infinity', withAttributes }: BetweenQuestion,
): Promise<Between> {
  const wants: WalkWants = { hidden: true, counts: false, edges: withAttributes ? 'WHOLE' : 'ENDS', facts: [] };
  const left = timeLeft();
  const walk = async (direction: WalkDirection, root: string, limit: number): Promise<DirectedWalk> => {
    const time = direction === 'UPSTREAM' ? left() / 2 : left();
    const limits = { depth: MAX_DEPTH, nodes: limit, time, asOf, seen: caller.seen };
    const found = await walkInTime(database, direction, [root], limits, wants, caller.signal);
    return { direction, depth: MAX_DEPTH, limit, isVeiled: isVeiled(caller, found), ...found };
  };
  let walks: readonly DirectedWalk[] = [];
  for (const limit of LIMITS) {
    const upstream = await walk('UPSTREAM', to, limit);
    if (whyIncomplete([upstream]) === undefined) return wholeOf(upstream);
    const downstream = await walk('DOWNSTREAM', from, limit);
    if (whyIncomplete([downstream]) === undefined) return wholeOf(downstream);
    walks = [upstream, downstream];
    // More is not seen by looking further.
    if (walks.every((each) => each.nodes.length < limit)) break;
  }
  return { edges: edgesOf(walks), incompleteBecause: whyIncomplete(walks) };
}

function wholeOf(walk: DirectedWalk): Between {
  return { edges: edgesOf([walk]), incompleteBecause: undefined };
}

function edgesOf(walks: readonly DirectedWalk[]): PlainEdge[] {
  return walks.flatMap(({ edges }) =>
    edges.map(({ src, dst, kind, attributes }) => ({ src: src.id, dst: dst.id, kind, attributes })),
  );
}
