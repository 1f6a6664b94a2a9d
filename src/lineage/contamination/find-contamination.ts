import { DATASET_VERSION } from '../../datasets/dataset-kinds.js';
import { type LiveBinding, liveBindings } from '../../deployments/bindings/binding.sql.js';
import { DEPLOYMENT } from '../../deployments/deployment-kinds.js';
import { type Definition, selectDefinitions } from '../../features/definitions/references/feature-references.sql.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import { walkInTime } from '../../graph/walks/walk-in-time.js';
import type { Walk, WalkedNode } from '../../graph/walks/walked.js';
import type { Database } from '../../platform/database/database.js';
import { groupBy } from '../../platform/group-by.js';
import { RUN } from '../../runs/record/run-kinds.js';
import { selectByDatasetVersions } from '../../training-sets/training-set.sql.js';
import { whyIncomplete } from '../walk/frontier.js';
import { IncompleteReason } from '../walk/lineage-enums.js';
import { checkRange, isVeiled, MAX_DEPTH, MAX_NODES, WALK_MS } from '../walk/walk-lineage.js';
import { RowCounter } from './row-counter.js';
import { findTaint, type Taint } from './tainted-storage.js';

export const MOST_MADE = 10_000;

/** A deployment behind which something serves that was made from what is asked about. */
export interface LiveHit {
  readonly deploymentId: string;
  /** Those bindings that are reached. */
  readonly bindings: readonly LiveBinding[];
}

/** A feature set version downstream, and the runs downstream that wrote it of which it was not remembered what they wrote. */
export interface StoredHit {
  readonly definition: Definition;
  readonly project: string;
  readonly unknownRuns: readonly string[];
}

export interface FoundContamination {
  readonly root: string;
  /** Everything made from it, nearest first, without itself. */
  readonly made: readonly WalkedNode[];
  readonly trainingSets: readonly string[];
  readonly live: readonly LiveHit[];
  readonly stored: readonly StoredHit[];
  readonly counter: RowCounter;
  readonly incompleteBecause: IncompleteReason | undefined;
}

/** What a question is asked of. */
export interface LineageRoom {
  readonly database: Database;
  readonly graph: Graph;
}

/** Everything that was made from a run or a dataset version. Throws NOT_FOUND for what is none. */
export async function findContamination(
  { database, graph }: LineageRoom,
  caller: Caller,
  { of, limit }: { readonly of: string; readonly limit: number },
): Promise<FoundContamination> {
  caller.demand('graph:read');
  checkRange('limit', limit, 1, MOST_MADE);
  const { id: root } = await graph.references.resolve(database, caller.project, of, [RUN, DATASET_VERSION], {
    includeDeleted: true,
  });
  const limits = { depth: MAX_DEPTH, nodes: MAX_NODES, time: WALK_MS, asOf: 'infinity', seen: caller.seen };
  const wants = { hidden: true, counts: false, edges: 'ENDS', facts: ['kind', 'project'] } as const;
  const walk = await walkInTime(database, 'DOWNSTREAM', [root], limits, wants, caller.signal);
  const walked = { ...walk, direction: 'DOWNSTREAM', depth: MAX_DEPTH, limit: MAX_NODES } as const;
  const cut = whyIncomplete([{ ...walked, isVeiled: isVeiled(caller, walk) }]);
  const ids = groupIds(walk.nodes);
  const runIds = ids(RUN);
  const definitions = await selectDefinitions(database, ids(FEATURE_SET_VERSION));
  const storages = [...definitions.values()].map(({ storage }) => storage);
  const taint = await findTaint(database, runIds, storages, caller.signal);
  const stored = storedAmong(walk, definitions, taint);
  const isUnattributed = stored.some(({ unknownRuns }) => unknownRuns.length > 0);
  return {
    root,
    made: walk.nodes.filter(({ id }) => id !== root),
    trainingSets: (await selectByDatasetVersions(database, ids(DATASET_VERSION))).flatMap(
      ({ datasetVersionId }) => datasetVersionId ?? [],
    ),
    live: liveAmong(walk, await liveBindings(database, ids(DEPLOYMENT))),
    stored,
    counter: new RowCounter(database, caller, taint, runIds),
    incompleteBecause: cut ?? (isUnattributed ? IncompleteReason.UNATTRIBUTED : undefined),
  };
}

function groupIds(nodes: readonly WalkedNode[]): (kind: NodeKind) => string[] {
  const byKind = groupBy(nodes, ({ kind }) => kind);
  return (kind) => (byKind.get(kind) ?? []).map(({ id }) => id);
}

function storedAmong({ nodes, edges }: Walk, definitions: ReadonlyMap<string, Definition>, taint: Taint): StoredHit[] {
  const writers = groupBy(
    edges.filter(({ src, kind }) => kind === EdgeKind.OUTPUT && src.kind === RUN),
    ({ dst }) => dst.id,
  );
  return nodes.flatMap((node) => {
    const definition = definitions.get(node.id);
    if (definition === undefined) return [];
    const runs = (writers.get(node.id) ?? []).map(({ src }) => src.id);
    const unknownRuns =
      definition.rowsDroppedAt === null ? runs.filter((id) => !taint.isKnown(id, definition.storage)) : [];
    return { definition, project: String(node.fact('project')), unknownRuns };
  });
}

/** What serves is reached through a model version, or through its environment. */
function liveAmong({ nodes }: Walk, live: ReadonlyMap<string, readonly LiveBinding[]>): LiveHit[] {
  const reached = new Set(nodes.map(({ id }) => id));
  return [...live].flatMap(([deploymentId, own]) => {
    const bindings = own.filter(({ modelVersionId }) => reached.has(modelVersionId));
    return bindings.length === 0 ? [] : { deploymentId, bindings };
  });
}
