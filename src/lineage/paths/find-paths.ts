import { type EdgeRow, selectEdgesBetween } from '../../graph/edges/edge.sql.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import { HeadwaterError } from '../../platform/errors.js';
import { groupBy } from '../../platform/group-by.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import type { Turns } from '../../platform/turns/turns.js';
import { carriesTo, carry, namesMembers } from '../places/carry.js';
import type { Place } from '../places/place.js';
import { placesBetween } from '../places/place-graph.js';
import { resolvePlaces } from '../places/resolve-places.js';
import { walkBetween } from '../places/walk-between.js';
import type { CutReason } from '../walk/frontier.js';
import { IncompleteReason } from '../walk/lineage-enums.js';
import { checkRange, requireRootsThen, WALK_MS } from '../walk/walk-lineage.js';
import { shortestPaths } from './shortest-paths.js';

export const MAX_PATHS = 100;

export interface PathQuestion {
  readonly from: string;
  readonly to: string;
  /** 1 to MAX_PATHS. */
  readonly limit: number;
  /** RFC 3339 UTC; undefined: now. */
  readonly asOf: string | undefined;
}

export interface PathHop {
  /** Every edge that leads along it, oldest first. */
  readonly edges: readonly EdgeRow[];
  /** Whether one of them names the column or feature at either end. */
  readonly isExact: boolean;
}

export interface Path {
  readonly places: readonly Place[];
  /** From each place to the next. */
  readonly hops: readonly PathHop[];
}

export interface Paths {
  /** Shortest first. */
  readonly paths: readonly Path[];
  readonly hasMore: boolean;
  readonly incompleteBecause: CutReason | undefined;
}

/**
 * How one place reaches another downstream. Throws BAD_USER_INPUT for a limit out of range, NOT_FOUND for what isn't there, and an error too
 * where no way was found though one may be hidden: nothing found means that there is nothing.
 */
export async function findPaths(
  database: Database,
  graph: Graph,
  caller: Caller,
  question: PathQuestion,
  turns: Turns,
): Promise<Paths> {
  caller.demand('graph:read');
  checkRange('limit', question.limit, 1, MAX_PATHS);
  const [from, to] = await resolvePlaces(database, graph, caller, [question.from, question.to]);
  if (from === undefined || to === undefined) throw new Error('unreachable: two references give two places');
  const { asOf } = question;
  if (asOf !== undefined) requireRootsThen([from.id, to.id], await graph.nodes.load([from.id, to.id]), asOf);
  const deadline = performance.now() + WALK_MS;
  const withAttributes = from.member !== null || to.member !== null;
  const between = await walkBetween(database, caller, { from: from.id, to: to.id, asOf, withAttributes });
  const ahead = await placesBetween(between.edges, from, to, turns);
  const { paths, isCut } = await shortestPaths(ahead, question.limit + 1, async () => {
    await turns.take();
    caller.requireWaiting();
    return performance.now() < deadline;
  });
  const incompleteBecause = isCut ? IncompleteReason.TIME_LIMIT : between.incompleteBecause;
  if (paths.length === 0 && incompleteBecause !== undefined) throw nothingFound(question, incompleteBecause);
  const chosen = paths.slice(0, question.limit).map((path) => path.flatMap((place) => ahead.places[place] ?? []));
  const ids = [...new Set(chosen.flat().map(({ id }) => id))];
  const edges = await selectEdgesBetween(database, ids, asOf ?? 'infinity', caller.signal);
  const outOf = groupBy(edges, ({ src, dst }) => `${src} ${dst}`);
  return {
    paths: chosen.map((places) => ({ places, hops: hopsOf(places, outOf) })),
    hasMore: paths.length > question.limit || isCut,
    incompleteBecause,
  };
}

function hopsOf(places: readonly Place[], between: ReadonlyMap<string, readonly EdgeRow[]>): PathHop[] {
  return places.slice(1).map((to, index) => {
    const from = places[index] ?? to;
    const isEnd = index === places.length - 2;
    const edges = (between.get(`${from.id} ${to.id}`) ?? []).filter((edge) => {
      if (to.member !== null) return carriesTo(edge, from.member, to.member);
      const reached = carry(edge, from.member);
      // A path that ends in a whole node ends there by whatever leads to a part of it; on the way that is another place.
      return isEnd ? reached.length > 0 : reached.includes(null);
    });
    return { edges, isExact: edges.some((edge) => namesMembers(edge, from.member, to.member)) };
  });
}

const WHY = {
  [IncompleteReason.ACCESS]: ['FORBIDDEN', 'part of what lies between them is in projects that you may not see'],
  [IncompleteReason.TIME_LIMIT]: ['TIMEOUT', 'the time was up before everything between them was looked at'],
  [IncompleteReason.NODE_LIMIT]: ['TOO_COMPLEX', 'more lies between them than can be looked at'],
  [IncompleteReason.DEPTH]: ['TOO_COMPLEX', 'more edges lie between them than can be followed'],
} as const;

function nothingFound({ from, to }: PathQuestion, because: CutReason): HeadwaterError {
  const [code, why] = WHY[because];
  return new HeadwaterError(
    code,
    `No way from ${inQuotes(from)} to ${inQuotes(to)} was found, but there may be one: ${why}. Ask about places that are nearer to each other.`,
    { incompleteBecause: because },
  );
}
