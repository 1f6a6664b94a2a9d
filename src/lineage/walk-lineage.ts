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
import { IncompleteReason, LineageDirection } from './lineage-enums.js';

export const MAX_DEPTH = 1_000;
export const MAX_NODES = 100_000;
export const WALK_MS = 10_000;

export interface LineageQuestion {
  /** Ids of the nodes to begin at. */
  readonly roots: readonly string[];
  readonly direction: LineageDirection;
  /** Edges to follow, 0 to MAX_DEPTH. */
  readonly depth: number;
  /** Nodes to visit, 1 to MAX_NODES, roots included. */
  readonly limit: number;
  readonly kinds: readonly NodeKind[] | undefined;
  /** RFC 3339 UTC; undefined: now. */
  readonly asOf: string | undefined;
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
  checkRange('depth', question.depth, 0, MAX_DEPTH);
  checkRange('limit', question.limit, 1, MAX_NODES);
  const roots = [...new Set(question.roots)];
  const walked = await walkBothWays(database, caller, roots, question);
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
    incompleteBecause: whyIncomplete(walked, question),
    asOf: question.asOf ?? now(),
  };
}

async function walkBothWays(
  database: Database,
  caller: Caller,
  roots: readonly string[],
  question: LineageQuestion,
): Promise<WalkedNode[]> {
  const limits = { depth: question.depth, nodes: question.limit, time: WALK_MS, asOf: question.asOf ?? 'infinity' };
  const walk = (direction: WalkDirection, nodes: number) =>
    selectWalk(database, direction, roots, { ...limits, nodes }, caller.signal);
  if (question.direction !== LineageDirection.BOTH) return walk(question.direction, question.limit);
  const upstream = await walk('UPSTREAM', question.limit);
  const downstream = await walk('DOWNSTREAM', Math.max(roots.length, question.limit - upstream.length + roots.length));
  return union(upstream, downstream);
}

/** A node on both sides keeps its smaller depth; what one side hid may be on the other, but was not followed from there. */
function union(upstream: readonly WalkedNode[], downstream: readonly WalkedNode[]): WalkedNode[] {
  const byId = new Map(upstream.map((node) => [node.id, node]));
  for (const node of downstream) {
    const other = byId.get(node.id);
    if (other === undefined) byId.set(node.id, node);
    else byId.set(node.id, { ...node, depth: Math.min(node.depth, other.depth), hidden: node.hidden + other.hidden });
  }
  return [...byId.values()].sort((a, b) => a.depth - b.depth);
}

export function whyIncomplete(
  walked: readonly WalkedNode[],
  question: Pick<LineageQuestion, 'limit' | 'depth'>,
): IncompleteReason | undefined {
  const frontier = walked.filter(({ hidden }) => hidden > 0);
  if (frontier.length === 0) return undefined;
  if (walked.length >= question.limit) return IncompleteReason.NODE_LIMIT;
  // Short of the depth and of the limit, only the clock stops a walk.
  return frontier.some(({ depth }) => depth < question.depth) ? IncompleteReason.TIME_LIMIT : IncompleteReason.DEPTH;
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
