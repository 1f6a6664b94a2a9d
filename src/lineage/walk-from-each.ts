import type { Caller } from '../graph/caller.js';
import { type EdgeRow, selectEdgesBetween } from '../graph/edge.sql.js';
import type { Graph } from '../graph/graph.module.js';
import type { NodeKind } from '../graph/node-kind.js';
import { selectWalks, type WalkDirection, type WalkedNode } from '../graph/walk.sql.js';
import type { Database } from '../platform/database/database.js';
import { now } from '../platform/instant.js';
import { frontierOf, whyIncomplete } from './frontier.js';
import { checkRange, type Lineage, MAX_DEPTH, WALK_MS } from './walk-lineage.js';

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
  const all = await selectEdgesBetween(database, ids, 'infinity', caller.signal);
  const edges = groupBy([...all.entries()], ([, { src }]) => src);
  const perRoot = groupBy(walked, ({ walk }) => walk);
  const asOf = now();
  return roots.map((root, number) => {
    const mine = perRoot.get(number) ?? [];
    const walk = { ...question, nodes: mine };
    const chosen = mine.filter(isChosen);
    return {
      roots: [nodes.get(root)].flatMap((node) => node ?? []),
      walked: mine,
      nodes,
      chosen,
      edges: edgesBetween(chosen, edges),
      frontier: frontierOf(walk),
      incompleteBecause: whyIncomplete([walk]),
      asOf,
    };
  });
}

/** An edge and its place among all, which is its place in an answer too: oldest first. */
type PlacedEdge = readonly [place: number, edge: EdgeRow];

function edgesBetween(nodes: readonly WalkedNode[], edgesFrom: ReadonlyMap<string, readonly PlacedEdge[]>): EdgeRow[] {
  const ids = new Set(nodes.map(({ id }) => id));
  const placed = nodes.flatMap(({ id }) => (edgesFrom.get(id) ?? []).filter(([, { dst }]) => ids.has(dst)));
  return placed.sort(([one], [other]) => one - other).map(([, edge]) => edge);
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
