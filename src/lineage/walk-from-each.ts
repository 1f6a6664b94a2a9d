import type { Caller } from '../graph/caller.js';
import { type EdgeRow, selectEdgesBetween } from '../graph/edge.sql.js';
import type { Graph } from '../graph/graph.module.js';
import type { NodeKind } from '../graph/node-kind.js';
import { selectWalks, type WalkDirection, type WalkedNode } from '../graph/walk.sql.js';
import type { Database } from '../platform/database/database.js';
import { now } from '../platform/instant.js';
import { checkRange, type Lineage, MAX_DEPTH, WALK_MS, whyIncomplete } from './walk-lineage.js';

export interface NeighbourhoodQuestion {
  readonly direction: WalkDirection;
  readonly depth: number;
  readonly limit: number;
  readonly kinds: readonly NodeKind[] | undefined;
}

/** The lineage of each root by itself, now: as many statements for a hundred roots as for one. */
export async function walkFromEach(
  database: Database,
  graph: Graph,
  caller: Caller,
  roots: readonly string[],
  question: NeighbourhoodQuestion,
): Promise<Lineage[]> {
  checkRange('depth', question.depth, 0, MAX_DEPTH);
  const limits = { depth: question.depth, nodes: question.limit, time: WALK_MS, asOf: 'infinity' };
  const walked = await selectWalks(
    database,
    question.direction,
    roots.map((id) => [id]),
    limits,
    caller.signal,
  );
  const nodes = await graph.nodes.load(walked.map(({ id }) => id));
  const isChosen = ({ id }: WalkedNode) =>
    question.kinds === undefined || question.kinds.includes(nodes.get(id)?.kind as NodeKind);
  const ids = [...new Set(walked.filter(isChosen).map(({ id }) => id))];
  const edges = await selectEdgesBetween(database, ids, 'infinity', caller.signal);
  const asOf = now();
  return roots.map((root, number) => {
    const mine = walked.filter((node) => node.walk === number);
    const chosen = mine.filter(isChosen);
    return {
      roots: [nodes.get(root)].flatMap((node) => node ?? []),
      walked: mine,
      nodes,
      chosen,
      edges: edgesBetween(chosen, edges),
      incompleteBecause: whyIncomplete(mine, question),
      asOf,
    };
  });
}

function edgesBetween(nodes: readonly WalkedNode[], edges: readonly EdgeRow[]): EdgeRow[] {
  const ids = new Set(nodes.map(({ id }) => id));
  return edges.filter(({ src, dst }) => ids.has(src) && ids.has(dst));
}
