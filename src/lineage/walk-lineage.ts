import type { Caller } from '../graph/caller.js';
import type { EdgeRow } from '../graph/edge.sql.js';
import { selectEdgesBetween } from '../graph/edge.sql.js';
import type { Graph } from '../graph/graph.module.js';
import type { GraphNode } from '../graph/graph-node.js';
import type { NodeKind } from '../graph/node-kind.js';
import { selectWalk, type WalkDirection, type WalkedNode } from '../graph/walk.sql.js';
import type { Database } from '../platform/database/database.js';
import { badInput, notFound } from '../platform/errors.js';
import { now } from '../platform/instant.js';
import {
  type DirectedWalk,
  type FrontierEntry,
  type FrontierPlace,
  frontierOf,
  readFrontierPlace,
  whyIncomplete,
} from './frontier.js';
import { type IncompleteReason, LineageDirection } from './lineage-enums.js';

export const MAX_DEPTH = 1_000;
export const MAX_NODES = 100_000;
export const WALK_MS = 10_000;

export interface LineageQuestion {
  /** Ids of the nodes to begin at. */
  readonly roots: readonly string[];
  readonly direction: LineageDirection;
  /** Edges to follow, 0 to MAX_DEPTH. */
  readonly depth: number;
  /** Nodes to visit, 1 to MAX_NODES, roots included; with `after`, those beyond the roots. */
  readonly limit: number;
  readonly kinds: readonly NodeKind[] | undefined;
  /** RFC 3339 UTC; undefined: now. */
  readonly asOf: string | undefined;
  /** The place of a frontier node; undefined to begin. */
  readonly after: string | undefined;
}

/** What was found, before it is put into GraphQL's shape. */
export interface Lineage {
  readonly roots: readonly GraphNode[];
  readonly walked: readonly WalkedNode[];
  /** Every node walked, by id. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** The walked nodes of the kinds asked for. */
  readonly chosen: readonly WalkedNode[];
  readonly edges: readonly EdgeRow[];
  readonly frontier: readonly FrontierEntry[];
  readonly incompleteBecause: IncompleteReason | undefined;
  readonly asOf: string;
}

/** Walks the graph from some roots. Throws BAD_USER_INPUT for limits out of range, NOT_FOUND for a root that wasn't there yet. */
export async function walkLineage(
  database: Database,
  graph: Graph,
  caller: Caller,
  question: LineageQuestion,
): Promise<Lineage> {
  // Of depth 0 nothing is followed, so nothing could go on.
  checkRange('depth', question.depth, question.after === undefined ? 0 : 1, MAX_DEPTH);
  checkRange('limit', question.limit, 1, MAX_NODES);
  const roots = [...new Set(question.roots)];
  const begun = question.after === undefined ? undefined : readFrontierPlace(question.after, question.direction);
  const walks = await walkEachWay(database, caller, roots, question, begun);
  const walked = union(walks);
  const nodes = await graph.nodes.load(walked.map(({ id }) => id));
  requireRootsThen(roots, nodes, question.asOf);
  const chosen = walked.filter(({ id }) => question.kinds === undefined || question.kinds.includes(kindOf(nodes, id)));
  const ids = chosen.map(({ id }) => id);
  return {
    roots: roots.flatMap((id) => nodes.get(id) ?? []),
    walked,
    nodes,
    chosen,
    edges: await selectEdgesBetween(database, ids, question.asOf ?? 'infinity', caller.signal),
    frontier: walks.flatMap((walk) => frontierOf(walk, begun)),
    incompleteBecause: whyIncomplete(walks),
    asOf: question.asOf ?? now(),
  };
}

/** Upstream takes what it needs of the limit, downstream the rest. The roots of a walk that goes on were counted where it began. */
async function walkEachWay(
  database: Database,
  caller: Caller,
  roots: readonly string[],
  question: LineageQuestion,
  begun: FrontierPlace | undefined,
): Promise<DirectedWalk[]> {
  const { depth, asOf = 'infinity' } = question;
  const walk = async (direction: WalkDirection, limit: number): Promise<DirectedWalk> => {
    const limits = { depth, nodes: limit, time: WALK_MS, asOf, after: begun?.neighbour };
    return { direction, depth, limit, nodes: await selectWalk(database, direction, roots, limits, caller.signal) };
  };
  const limit = question.limit + (begun === undefined ? 0 : roots.length);
  if (question.direction !== LineageDirection.BOTH) return [await walk(question.direction, limit)];
  const upstream = await walk('UPSTREAM', limit);
  const left = limit - upstream.nodes.length + roots.length;
  return [upstream, await walk('DOWNSTREAM', Math.max(roots.length, left))];
}

/** A node on both sides keeps its smaller depth. */
function union(walks: readonly DirectedWalk[]): readonly WalkedNode[] {
  const [first, second] = walks;
  if (first === undefined || second === undefined) return first?.nodes ?? [];
  const byId = new Map(first.nodes.map((node) => [node.id, node]));
  for (const node of second.nodes) if (node.depth < (byId.get(node.id)?.depth ?? Infinity)) byId.set(node.id, node);
  return [...byId.values()].sort((a, b) => a.depth - b.depth);
}

function requireRootsThen(
  roots: readonly string[],
  nodes: ReadonlyMap<string, GraphNode>,
  asOf: string | undefined,
): void {
  if (asOf === undefined) return;
  const early = roots
    .map((id) => nodes.get(id))
    .find((node) => node !== undefined && node.createdAt.getTime() > Date.parse(asOf));
  if (early === undefined) return;
  throw notFound(`"${early.label}" did not exist at ${asOf}; it was registered at ${early.createdAt.toISOString()}.`, {
    field: 'asOf',
    found: asOf,
  });
}

function kindOf(nodes: ReadonlyMap<string, GraphNode>, id: string): NodeKind {
  const node = nodes.get(id);
  if (node === undefined) throw new Error(`node ${id} has edges, but no row`);
  return node.kind;
}

export function checkRange(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw badInput(`${field} is ${value}; it must be from ${least} to ${most}.`, { field, found: value });
}
