import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { WalkedEdge, WalkedNode, WalkWants } from '../../graph/walks/walked.js';
import type { Database } from '../../platform/database/database.js';
import { badInput } from '../../platform/errors.js';
import { once } from '../../platform/once.js';
import { now } from '../../platform/time/instant.js';
import type { Turns } from '../../platform/turns/turns.js';
import type { Place } from '../places/place.js';
import { markTold } from '../places/told-elsewhere.js';
import { type DirectedWalk, strongest } from '../walk/frontier.js';
import { chooseKinds, greatestDepth, type Lineage } from '../walk/lineage.js';
import { type LineageQuestion, walkWays } from '../walk/walk-lineage.js';
import { columnEdgesAmong } from './column-edges.js';
import { narrowFrontier } from './narrow-frontier.js';
import { isStop, membersOf, type Reach, reachFrom } from './reach.js';

export interface ColumnsQuestion extends Omit<LineageQuestion, 'roots'> {
  readonly places: readonly Place[];
}

/**
 * Walks columns and features like nodes. An answer holds the nodes of which something is reached, and of each what. Throws like walkLineage,
 * BAD_USER_INPUT together with `logical`, and TOO_COMPLEX for more columns than can be told.
 */
export async function walkColumns(
  database: Database,
  graph: Graph,
  caller: Caller,
  { places, ...question }: ColumnsQuestion,
  turns: Turns,
): Promise<Lineage> {
  if (question.logical === true)
    throw badInput('columns and logical exclude each other: columns are of versions. Leave one of them out.', {
      field: 'logical',
    });
  const roots = places.map(({ id }) => id);
  const asked = { ...question, roots, wants: wantsFor(question.wants) };
  const { begun, edgesBetween, ...walked } = await walkWays(database, graph, caller, asked, true);
  const when = { asOf: question.asOf, signal: caller.signal };
  const telling = (edges: readonly WalkedEdge[]) => markTold(database, edges, endsOf, when);
  const walks: DirectedWalk[] = [];
  for (const walk of walked.walks) walks.push({ ...walk, edges: await telling(walk.edges) });
  const reaches: Reach[] = [];
  for (const walk of walks) reaches.push(await reachFrom(places, { ...walk, stop: question.stop }, turns));
  const found = unite(reaches);
  const nodes = nodesOf(found);
  const chosen = chooseKinds(nodes, question.kinds);
  const between = walks.length === 1 ? (walks[0]?.edges ?? []) : await telling(await edgesBetween(chosen));
  const reached = new Map(chosen.map((node) => [node, found.get(node.id)?.members ?? new Map()]));
  const directions = walks.map(({ direction }) => direction);
  const isEnd = (node: WalkedNode) => isStop(node, question.stop);
  const frontiers = walks.map((walk, index) => narrowFrontier(walk, reaches[index] ?? new Map(), isEnd, begun));
  return {
    roots: walked.roots,
    chosen,
    ...(await columnEdgesAmong(endingIn(chosen, between), (node) => reached.get(node), directions, turns)),
    frontier: frontiers.flatMap(({ entries }) => entries),
    depth: greatestDepth(nodes),
    incompleteBecause: strongest(frontiers.flatMap(({ reasons }) => reasons)),
    asOf: question.asOf ?? now(),
    load: once(() => graph.nodes.load(nodes.map(({ id }) => id))),
  };
}

function endsOf({ src, dst, kind }: WalkedEdge) {
  return { src: src.id, dst: dst.id, kind };
}

/** What goes along an edge stands in its attributes, and where a walk was cut decides where it goes on. */
function wantsFor(wants: WalkWants): WalkWants {
  const facts = wants.facts.includes('kind') ? wants.facts : (['kind', ...wants.facts] as const);
  return { ...wants, facts, hidden: true, edges: 'WHOLE' };
}

interface FoundNode {
  readonly node: WalkedNode;
  readonly members: Map<string | null, number>;
}

/** By id: what two walks reach of a node is reached of it, at the smaller depth. */
function unite(reaches: readonly Reach[]): ReadonlyMap<string, FoundNode> {
  const found = new Map<string, FoundNode>();
  for (const reach of reaches)
    for (const [node, reached] of reach) {
      const known = found.get(node.id) ?? { node, members: new Map() };
      found.set(node.id, known);
      for (const [member, depth] of reached)
        known.members.set(member, Math.min(depth, known.members.get(member) ?? depth));
    }
  return found;
}

/** By depth, then id, as walks are. */
function nodesOf(found: ReadonlyMap<string, FoundNode>): WalkedNode[] {
  return [...found.values()]
    .map(({ node, members }) => node.reachedAs(least([...members.values()]), membersOf(members)))
    .sort((a, b) => a.depth - b.depth || (a.id < b.id ? -1 : 1));
}

function least(depths: readonly number[]): number {
  return depths.reduce((a, b) => Math.min(a, b));
}

/** Those between some nodes, as the answer has these. */
function endingIn(nodes: readonly WalkedNode[], edges: readonly WalkedEdge[]): WalkedEdge[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.flatMap((edge) => {
    const [src, dst] = [byId.get(edge.src.id), byId.get(edge.dst.id)];
    return src === undefined || dst === undefined ? [] : { ...edge, src, dst };
  });
}
