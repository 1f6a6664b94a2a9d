import { selectEdgesBetween } from '../../graph/edges/edge.sql.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import { selectLogicalEdgesBetween, selectWholeNodes } from '../../graph/walks/logical.sql.js';
import type { WalkDirection, WalkStop } from '../../graph/walks/walk.sql.js';
import { type TimedWalk, walkInTime } from '../../graph/walks/walk-in-time.js';
import type { WalkedEdge, WalkedNode, WalkWants } from '../../graph/walks/walked.js';
import type { Database } from '../../platform/database/database.js';
import { badInput, notFound } from '../../platform/errors.js';
import { once } from '../../platform/once.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { now } from '../../platform/time/instant.js';
import { type DirectedWalk, type FrontierPlace, frontierOf, readFrontierPlace, whyIncomplete } from './frontier.js';
import { chooseKinds, edgesAmong, greatestDepth, type Lineage } from './lineage.js';
import { LineageDirection } from './lineage-enums.js';

export const MAX_DEPTH = 1_000;
export const MAX_NODES = 100_000;
/** Milliseconds for all the walks of one question. */
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
  /** Nodes that are visited, but not gone on from; undefined: none are. */
  readonly stop?: WalkStop | undefined;
  /** Whether versions are folded into what they are versions of. */
  readonly logical?: boolean | undefined;
  /** What isn't wanted isn't read. */
  readonly wants: WalkWants;
}

/** Walks the graph from some roots. Throws BAD_USER_INPUT for limits out of range, NOT_FOUND for a root that wasn't there yet. */
export async function walkLineage(
  database: Database,
  graph: Graph,
  caller: Caller,
  question: LineageQuestion,
): Promise<Lineage> {
  const { roots, begun, walks, edgesBetween } = await walkWays(database, graph, caller, question);
  const walked = union(walks);
  const chosen = chooseKinds(walked, question.kinds);
  return {
    roots,
    chosen,
    edges: await edgesBetween(chosen),
    frontier: walks.flatMap((walk) => frontierOf(walk, begun)),
    depth: greatestDepth(walked),
    incompleteBecause: whyIncomplete(walks),
    asOf: question.asOf ?? now(),
    load: once(() => graph.nodes.load(walked.map(({ id }) => id))),
  };
}

/** One walk, or two for BOTH, and where they began. */
export interface WalkedWays {
  readonly roots: readonly string[];
  readonly begun: FrontierPlace | undefined;
  readonly walks: readonly DirectedWalk[];
  /** The edges between some of the nodes of all of them. */
  readonly edgesBetween: (chosen: readonly WalkedNode[]) => Promise<readonly WalkedEdge[]>;
}

/** The walks that answer a question. Each has its edges where that is said, whether the answer is made of them or not. */
export async function walkWays(
  database: Database,
  graph: Graph,
  caller: Caller,
  question: LineageQuestion,
  eachWithEdges = false,
): Promise<WalkedWays> {
  caller.demand('graph:read');
  const folded = question.logical ? await fold(database, question) : question;
  const { stop } = folded;
  const { roots, begun, limit } = await beginWalk(graph, { ...question, roots: folded.roots });
  const walks = await walkEachWay(database, caller, { ...question, roots, stop, limit }, begun, eachWithEdges);
  return { roots, begun, walks, edgesBetween: (chosen) => edgesOf(database, caller, question, walks, chosen) };
}

/** Where a walk begins, and how many nodes it may visit. Throws as walkLineage. */
export async function beginWalk(graph: Graph, question: LineageQuestion) {
  // Of depth 0 nothing is followed, so nothing could go on.
  checkRange('depth', question.depth, question.after === undefined ? 0 : 1, MAX_DEPTH);
  checkRange('limit', question.limit, 1, MAX_NODES);
  const roots = [...new Set(question.roots)];
  if (question.asOf !== undefined) requireRootsThen(roots, await graph.nodes.load(roots), question.asOf);
  const begun = question.after === undefined ? undefined : readFrontierPlace(question.after, question.direction);
  // The roots of a walk that goes on were counted where it began.
  return { roots, begun, limit: question.limit + (begun === undefined ? 0 : roots.length) };
}

/** The roots, and where to stop, without versions. */
async function fold(
  database: Database,
  { roots, stop }: LineageQuestion,
): Promise<Pick<LineageQuestion, 'roots' | 'stop'>> {
  const wholes = await selectWholeNodes(database, [...roots, ...(stop?.ids ?? [])]);
  const whole = (id: string) => wholes.get(id) ?? id;
  return { roots: roots.map(whole), stop: stop && { ...stop, ids: stop.ids.map(whole) } };
}

/** Upstream takes what it needs of the limit, downstream the rest. */
async function walkEachWay(
  database: Database,
  caller: Caller,
  { roots, depth, limit, asOf = 'infinity', wants, stop, logical, ...question }: LineageQuestion,
  begun: FrontierPlace | undefined,
  eachWithEdges: boolean,
): Promise<DirectedWalk[]> {
  const left = timeLeft();
  const walk = async (
    direction: WalkDirection,
    most: number,
    wanted: WalkWants,
    time: number,
  ): Promise<DirectedWalk> => {
    const limits = {
      depth,
      nodes: most,
      time,
      asOf,
      after: begun?.neighbour,
      seen: caller.seen,
      stop,
      logical,
    };
    const found = await walkInTime(database, direction, roots, limits, wanted, caller.signal);
    return { direction, depth, limit: most, isVeiled: isVeiled(caller, found), ...found };
  };
  if (question.direction !== LineageDirection.BOTH) return [await walk(question.direction, limit, wants, left())];
  const wanted = eachWithEdges ? wants : ({ ...wants, edges: 'NONE' } as const);
  const upstream = await walk('UPSTREAM', limit, wanted, left() / 2);
  const others = Math.max(roots.length, limit - upstream.nodes.length + roots.length);
  return [upstream, await walk('DOWNSTREAM', others, wanted, left())];
}

/** Less than that is no time to look around. */
const LEAST_MS = 500;

/** Tells how much of the time of a question is left, from now on. */
export function timeLeft(): () => number {
  const end = performance.now() + WALK_MS;
  return () => Math.max(LEAST_MS, end - performance.now());
}

/** Whether what a walk has not followed is hidden from the caller: it had the time to follow it. */
export function isVeiled({ seen }: Caller, { isLate }: Pick<TimedWalk, 'isLate'>): boolean {
  return seen !== undefined && !isLate;
}

/** A node on both sides keeps its smaller depth. */
function union(walks: readonly DirectedWalk[]): readonly WalkedNode[] {
  const [first, second] = walks;
  if (first === undefined || second === undefined) return first?.nodes ?? [];
  const byId = new Map(first.nodes.map((node) => [node.id, node]));
  for (const node of second.nodes) if (node.depth < (byId.get(node.id)?.depth ?? Infinity)) byId.set(node.id, node);
  return [...byId.values()].sort((a, b) => a.depth - b.depth);
}

/** A walk brings its edges; those that lead past the roots, from the one side to the other, neither of two has met. */
async function edgesOf(
  database: Database,
  caller: Caller,
  { wants, logical, asOf = 'infinity' }: LineageQuestion,
  walks: readonly DirectedWalk[],
  chosen: readonly WalkedNode[],
): Promise<readonly WalkedEdge[]> {
  const [only, other] = walks;
  if (wants.edges === 'NONE' || only === undefined) return [];
  if (other === undefined) return edgesAmong(chosen, only.edges);
  const byId = new Map(chosen.map((node) => [node.id, node]));
  const ids = [...byId.keys()];
  const rows = logical
    ? await logicalEdges(database, caller, ids, asOf)
    : await selectEdgesBetween(database, ids, asOf, caller.signal);
  return rows.flatMap(({ src, dst, validFrom, validTo, ...edge }) => {
    const [from, to] = [byId.get(src), byId.get(dst)];
    if (from === undefined || to === undefined) return [];
    return { ...edge, src: from, dst: to, validFrom: validFrom.toISOString(), validTo: validTo?.toISOString() ?? null };
  });
}

async function logicalEdges(database: Database, caller: Caller, ids: readonly string[], asOf: string) {
  const rows = await selectLogicalEdgesBetween(database, ids, asOf, caller.signal);
  return rows.map((edge) => ({ ...edge, runId: null, attributes: undefined }));
}

export function requireRootsThen(roots: readonly string[], nodes: ReadonlyMap<string, GraphNode>, asOf: string): void {
  const early = roots
    .map((id) => nodes.get(id))
    .find((node) => node !== undefined && node.createdAt.getTime() > Date.parse(asOf));
  if (early === undefined) return;
  throw notFound(
    `${inQuotes(early.label)} did not exist at ${asOf}; it was registered at ${early.createdAt.toISOString()}.`,
    {
      field: 'asOf',
      found: asOf,
    },
  );
}

export function checkRange(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw badInput(`${field} is ${value}; it must be from ${least} to ${most}.`, { field, found: value });
}
