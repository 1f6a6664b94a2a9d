import { type ComparedVersion, compareVersions } from '../../features/definitions/changes/compare-versions.js';
import { FeatureSetComparison } from '../../features/definitions/changes/comparison.type.js';
import { loadComparedVersions } from '../../features/definitions/changes/load-compared-versions.js';
import { FeatureSet } from '../../features/definitions/feature-set.entity.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { selectCurrentAt } from '../../features/publishing/activation.sql.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import { findMeantVersions } from '../../graph/references/references.sql.js';
import type { ModelVersion } from '../../models/versions/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import type { FrozenNode } from '../diff/frozen-graph.js';
import { readFrozen } from '../diff/read-frozen.js';
import { FeatureSetSkew, SkewVerdict } from './skew.type.js';
import { trainedOn } from './trained-on.js';

export interface FoundSkew {
  readonly featureSets: FeatureSetSkew[];
  readonly isVeiled: boolean;
}

/**
 * Which versions of each feature set some model versions learnt from and read, in their order: as many statements for many as for one.
 * TOO_COMPLEX where their lineages are too large to look at.
 */
export async function findSkew(
  database: Database,
  graph: Graph,
  caller: Caller,
  { modelVersions, asOf }: { readonly modelVersions: readonly ModelVersion[]; readonly asOf: string | undefined },
): Promise<FoundSkew[]> {
  caller.demand('graph:read');
  const lineages = await readFrozen(database, graph.kinds, caller, modelVersions);
  const uuidOf = ({ id }: FrozenNode) => fromPublicId(id, graph.kinds)?.id ?? '';
  const uses = lineages.map(({ graph: frozen }) => ({
    learnt: new Set(trainedOn(frozen).map(uuidOf)),
    read: new Set(frozen.sourcesOf(frozen.root, 'SIGNATURE').map(({ node }) => uuidOf(node))),
  }));
  const ids = uses.flatMap(({ learnt, read }) => [...learnt, ...read]);
  const sets = await loadSets(database, graph, ids, asOf);
  const found = uses.map((use) => sets.flatMap((set) => sidesOf(set, use) ?? []));
  const newest = found.flat().filter(({ verdict }) => verdict === SkewVerdict.DIFFERENT);
  const compared = await loadComparedVersions(
    database,
    graph.nodes,
    newest.flatMap((sides) => newestOf(sides)),
  );
  const comparisons = new Map(
    newest.map((sides, index) => [sides, compareBoth(compared[2 * index], compared[2 * index + 1])]),
  );
  return found.map((own, index) => ({
    featureSets: own.map((sides) => make(FeatureSetSkew, { ...sides, comparison: comparisons.get(sides) ?? null })),
    isVeiled: lineages[index]?.isVeiled === true,
  }));
}

interface LoadedSet {
  readonly featureSet: FeatureSet;
  /** Oldest first. */
  readonly versions: readonly FeatureSetVersion[];
  readonly current: FeatureSetVersion | null;
}

/** The feature sets of some versions, by name, with what is, or was, current. */
async function loadSets(
  database: Database,
  graph: Graph,
  ids: readonly string[],
  asOf: string | undefined,
): Promise<LoadedSet[]> {
  const versions = [...(await graph.nodes.loadAll(FeatureSetVersion, ids)).values()];
  const bySet = groupBy(versions, ({ node }) => node.parentId ?? '');
  const sets = await graph.nodes.loadAll(FeatureSet, [...bySet.keys()]);
  const meant =
    asOf === undefined
      ? await findMeantVersions(database, [...bySet.keys()])
      : await selectCurrentAt(database, [...bySet.keys()], asOf);
  const currents = await graph.nodes.loadAll(FeatureSetVersion, [...meant.values()]);
  return [...sets.values()]
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map((featureSet) => ({
      featureSet,
      versions: (bySet.get(featureSet.node.id) ?? []).sort((a, b) => (a.version ?? 0) - (b.version ?? 0)),
      current: currents.get(meant.get(featureSet.node.id) ?? '') ?? null,
    }));
}

interface Use {
  readonly learnt: ReadonlySet<string>;
  readonly read: ReadonlySet<string>;
}

/** Undefined where neither has it. */
function sidesOf({ featureSet, versions, current }: LoadedSet, { learnt, read }: Use) {
  const trainedVersions = versions.filter(({ nodeId }) => learnt.has(nodeId));
  const served = versions.filter(({ nodeId }) => read.has(nodeId));
  if (trainedVersions.length === 0 && served.length === 0) return undefined;
  const sides: Sides = { trainedOn: trainedVersions, served };
  return { featureSet, current, ...sides, verdict: verdictOf(sides, learnt) };
}

interface Sides {
  readonly trainedOn: readonly FeatureSetVersion[];
  readonly served: readonly FeatureSetVersion[];
}

function verdictOf({ trainedOn: learntFrom, served }: Sides, learnt: ReadonlySet<string>): SkewVerdict {
  if (served.length === 0) return SkewVerdict.NOT_READ;
  if (learntFrom.length === 0) return SkewVerdict.UNKNOWN;
  return served.every(({ nodeId }) => learnt.has(nodeId)) ? SkewVerdict.SAME : SkewVerdict.DIFFERENT;
}

/** Two ids: the newest that it learnt from, the newest that it reads. */
function newestOf({ trainedOn: learntFrom, served }: Sides): string[] {
  return [learntFrom, served].flatMap((versions) => versions[versions.length - 1]?.nodeId ?? []);
}

function compareBoth(from: ComparedVersion | undefined, to: ComparedVersion | undefined): FeatureSetComparison | null {
  return from === undefined || to === undefined
    ? null
    : Object.assign(new FeatureSetComparison(), compareVersions(from, to));
}

/** Names are the same in two projects at times. */
function nameOf({ node }: FeatureSet): string {
  return `${node.name} ${node.id}`;
}
