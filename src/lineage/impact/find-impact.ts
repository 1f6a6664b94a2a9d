import { bindingsThen, type LiveBinding } from '../../deployments/bindings/binding.sql.js';
import { DEPLOYMENT } from '../../deployments/deployment-kinds.js';
import { FEATURE_SERVICE_VERSION, FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import type { ServedTraffic } from '../../features/lookups/online/traffic/served-traffic.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { walkInTime } from '../../graph/walks/walk-in-time.js';
import type { WalkedNode } from '../../graph/walks/walked.js';
import { MODEL_VERSION } from '../../models/model-kinds.js';
import type { Database } from '../../platform/database/database.js';
import { badInput } from '../../platform/errors.js';
import { groupBy } from '../../platform/group-by.js';
import type { Turns } from '../../platform/turns/turns.js';
import { resolvePlaces } from '../places/resolve-places.js';
import { markTold } from '../places/told-elsewhere.js';
import { whyIncomplete } from '../walk/frontier.js';
import type { IncompleteReason } from '../walk/lineage-enums.js';
import { checkRange, isVeiled, MAX_DEPTH, MAX_NODES, requireRootsThen, WALK_MS } from '../walk/walk-lineage.js';
import { ChangeKind, ImpactOutcome } from './impact-enums.js';
import { measureTraffic, type Traffic } from './measure-traffic.js';
import { type Reached, spread } from './spread.js';

export const MAX_AFFECTED = 1_000;
const MAX_CHANGED = 100;
const AFFECTED = [FEATURE_SET_VERSION, FEATURE_SERVICE_VERSION, MODEL_VERSION, DEPLOYMENT];

export interface ImpactQuestion {
  readonly of: readonly string[];
  readonly change: ChangeKind;
  /** 1 to MAX_AFFECTED. */
  readonly limit: number;
  /** RFC 3339; undefined: now. */
  readonly asOf: string | undefined;
}

/** A node that the change reaches. */
export interface Hit extends Traffic {
  readonly id: string;
  readonly outcome: ImpactOutcome;
  /** Its features or columns that are reached; undefined: all of it. */
  readonly members: readonly string[] | undefined;
  /** By a shortest way. */
  readonly reached: Reached;
}

export interface FoundImpact {
  /** By traffic, the first `limit` of `count`. */
  readonly hits: readonly Hit[];
  readonly count: number;
  readonly liveDeployments: number;
  readonly incompleteBecause: IncompleteReason | undefined;
}

/** What is this room's to ask. */
export interface ImpactDependencies {
  readonly database: Database;
  readonly graph: Graph;
  readonly traffic: ServedTraffic;
  readonly turns: Turns;
}

/** What a change would do to feature sets, feature services, models and live deployments. Throws BAD_USER_INPUT and NOT_FOUND for what is no place. */
export async function findImpact(
  { database, graph, traffic, turns }: ImpactDependencies,
  caller: Caller,
  { of, change, limit, asOf }: ImpactQuestion,
): Promise<FoundImpact> {
  caller.demand('graph:read');
  checkRange('limit', limit, 1, MAX_AFFECTED);
  if (of.length === 0 || of.length > MAX_CHANGED)
    throw badInput(`of names ${of.length} things; name 1 to ${MAX_CHANGED}.`, { field: 'of', found: of.length });
  const changed = await resolvePlaces(database, graph, caller, of);
  const roots = [...new Set(changed.map(({ id }) => id))];
  if (asOf !== undefined) requireRootsThen(roots, await graph.nodes.load(roots), asOf);
  const limits = { depth: MAX_DEPTH, nodes: MAX_NODES, time: WALK_MS, asOf: asOf ?? 'infinity', seen: caller.seen };
  // What edges say of columns and features matters to columns and features alone.
  const lines = changed.some(({ member }) => member !== null) ? 'WHOLE' : 'ENDS';
  const wants = { hidden: true, counts: false, edges: lines, facts: ['kind', 'deletedAt'] } as const;
  const walk = await walkInTime(database, 'DOWNSTREAM', roots, limits, wants, caller.signal);
  const plain = walk.edges.map(({ src, dst, kind, attributes }) => ({ src: src.id, dst: dst.id, kind, attributes }));
  const edges = await markTold(database, plain, (edge) => edge, { asOf, signal: caller.signal });
  const reached = await spread(edges, changed, turns);
  const nodes = new Map(walk.nodes.map((node) => [node.id, node]));
  const isAffected = ({ place, from }: Reached) => {
    const node = nodes.get(place.id);
    return from !== undefined && node !== undefined && !wasDeleted(node, asOf) && AFFECTED.includes(node.kind);
  };
  const byNode = groupBy(reached.filter(isAffected), ({ place }) => place.id);
  for (const root of roots) byNode.get(root)?.splice(0);
  const ids = [...byNode].flatMap(([id, ways]) => (ways.length === 0 ? [] : [id]));
  const idsOf = (kind: string) => ids.filter((id) => nodes.get(id)?.kind === kind);
  const live = await bindingsThen(database, idsOf(DEPLOYMENT), asOf);
  // What was asked is remembered for an hour.
  const measured = await measureTraffic(asOf === undefined ? traffic : undefined, live, {
    modelVersions: idsOf(MODEL_VERSION),
    otherReaders: [...idsOf(FEATURE_SERVICE_VERSION), ...idsOf(FEATURE_SET_VERSION)],
    changedVersions: roots.filter((id) => nodes.get(id)?.kind === MODEL_VERSION),
    edges,
  });
  const hits = ids
    .filter((id) => isServing(live.get(id)))
    .map((id) => ({ ...hitOf(id, byNode.get(id) ?? [], change), ...measured(id) }))
    .sort(byTraffic);
  const walked = {
    ...walk,
    direction: 'DOWNSTREAM',
    depth: MAX_DEPTH,
    limit: MAX_NODES,
    isVeiled: isVeiled(caller, walk),
  } as const;
  return {
    hits: hits.slice(0, limit),
    count: hits.length,
    liveDeployments: hits.filter(({ id }) => live.has(id)).length,
    incompleteBecause: whyIncomplete([walked]),
  };
}

function wasDeleted({ deletedAt }: WalkedNode, asOf: string | undefined): boolean {
  return deletedAt != null && (asOf === undefined || Date.parse(deletedAt) <= Date.parse(asOf));
}

/** Of a deployment: whether something serves behind it. Others have no bindings. */
function isServing(bindings: readonly LiveBinding[] | undefined): boolean {
  return bindings === undefined || bindings.length > 0;
}

/** The worst that becomes of it, the shortest way to that, and whichever of its features suffer it. */
function hitOf(id: string, ways: readonly Reached[], change: ChangeKind): Omit<Hit, keyof Traffic> {
  const broken = ways.filter(({ outcome }) => outcome === ImpactOutcome.BREAKS);
  const worst = broken.length > 0 ? broken : ways;
  const [reached] = worst;
  if (reached === undefined) throw new Error(`nothing leads to node ${id}`);
  const members = worst.flatMap(({ place }) => place.member ?? []);
  return {
    id,
    outcome: change === ChangeKind.DEPRECATE ? ImpactOutcome.WARNED : reached.outcome,
    members: members.length === worst.length ? members.sort() : undefined,
    reached,
  };
}

function byTraffic(a: Hit, b: Hit): number {
  return (
    (b.lookupsPerMinute ?? 0) - (a.lookupsPerMinute ?? 0) ||
    (b.trafficPercent ?? -1) - (a.trafficPercent ?? -1) ||
    (a.id < b.id ? -1 : 1)
  );
}
