import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import type { WalkDirection } from '../../graph/walks/walk.sql.js';
import { walksInTime } from '../../graph/walks/walk-in-time.js';
import type { WalkWants } from '../../graph/walks/walked.js';
import type { Database } from '../../platform/database/database.js';
import { once } from '../../platform/once.js';
import { now } from '../../platform/time/instant.js';
import { frontierOf, whyIncomplete } from './frontier.js';
import { chooseKinds, edgesAmong, greatestDepth, type Lineage } from './lineage.js';
import { checkRange, isVeiled, MAX_DEPTH, WALK_MS } from './walk-lineage.js';

export interface NeighbourhoodQuestion {
  readonly direction: WalkDirection;
  readonly depth: number;
  readonly limit: number;
  readonly kinds: readonly NodeKind[] | undefined;
  /** RFC 3339; undefined: now. */
  readonly asOf: string | undefined;
  readonly wants: WalkWants;
}

/** The lineage of each root by itself, which was there then: as many statements for a hundred roots as for one. */
export async function walkFromEach(
  database: Database,
  graph: Graph,
  caller: Caller,
  roots: readonly string[],
  question: NeighbourhoodQuestion,
): Promise<Lineage[]> {
  caller.demand('graph:read');
  const { direction, depth, limit, kinds, wants } = question;
  checkRange('depth', depth, 0, MAX_DEPTH);
  const { asOf = 'infinity' } = question;
  const limits = { depth, nodes: limit, time: WALK_MS, asOf, seen: caller.seen };
  const starts = roots.map((id) => [id]);
  const walks = await walksInTime(database, direction, starts, limits, wants, caller.signal);
  const ids = new Set(walks.flatMap(({ nodes }) => nodes.map(({ id }) => id)));
  const load = once(() => graph.nodes.load([...ids]));
  const told = question.asOf ?? now();
  return walks.map((found, number) => {
    const walk = { ...found, direction, depth, limit, isVeiled: isVeiled(caller, found) };
    const chosen = chooseKinds(walk.nodes, kinds);
    return {
      roots: starts[number] ?? [],
      chosen,
      edges: edgesAmong(chosen, walk.edges),
      frontier: frontierOf(walk),
      depth: greatestDepth(walk.nodes),
      incompleteBecause: whyIncomplete([walk]),
      asOf: told,
      load,
    };
  });
}
