import { createHash } from 'node:crypto';
import type { Graph } from '../../graph/graph.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { FreezeLineage } from '../../models/versions/register-model-version.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { requireFewEdges, selectFrozenClosure, selectFrozenEdges } from './frozen-closure.sql.js';
import { FrozenLineageRecord } from './frozen-lineage.entity.js';
import { writeDocument } from './write-document.js';

const WHAT = "The model version can't be registered";
/** Of so many nodes the edges are not counted before they are read. */
const FEW = 10_000;

/** Writes down the whole upstream closure of a model version, in the transaction that registers it; what can't be had whole fails that. */
export function createLineageFreezer(graph: Graph): FreezeLineage {
  return async (tx, caller, modelVersionId) => {
    const closure = await selectFrozenClosure(tx, modelVersionId, WHAT);
    const ids = [...closure.ids].sort();
    if (ids.length > FEW) await requireFewEdges(tx, ids, WHAT);
    const nodes = await graph.nodes.within(tx).load(ids);
    // What nobody waits for any more would hold its locks for as long as all of it takes.
    caller.requireWaiting();
    const facts = await loadFacts(tx, graph, [...nodes.values()]);
    if (nodes.size !== ids.length) throw new Error(`${ids.length} nodes were walked, ${nodes.size} loaded`);
    const publicId = (id: string) => nodes.get(id)?.id ?? id;
    const edges = (await selectFrozenEdges(tx, ids))
      .map(({ src, dst, kind, attributes }) => ({ from: publicId(src), to: publicId(dst), kind, attributes }))
      .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.kind, b.kind));
    caller.requireWaiting();
    const leftOut = closure.withoutRuns ? 'RUNS_BEHIND_NODES_WITHOUT_VERSIONS' : undefined;
    const described = ids
      .flatMap((id) => nodes.get(id) ?? [])
      .map((node) => ({ ...describe(node), facts: facts.get(node.node.id) ?? {} }));
    const document = await writeDocument({ nodes: described, edges, leftOut }, () => caller.requireWaiting());
    const digest = createHash('sha256').update(document).digest('hex');
    changeNotes(tx).changed(modelVersionId, {}, { lineageDigest: digest });
    await tx.manager.insert(FrozenLineageRecord, {
      modelVersionId,
      document,
      digest,
      nodeCount: nodes.size,
      edgeCount: edges.length,
    });
  };
}

/** What all kinds share. Names and words may change later; here they stay as they were. */
function describe(node: GraphNode) {
  const { id, kind, name, version, label, description, owner, createdBy } = node;
  return {
    id,
    kind,
    name,
    version,
    label,
    description,
    owner,
    createdBy,
    createdAt: node.createdAt.toISOString(),
    tags: node.node.tags,
  };
}

/** What each kind holds worth keeping, by node id. */
async function loadFacts(
  tx: Transaction,
  graph: Graph,
  nodes: readonly GraphNode[],
): Promise<ReadonlyMap<string, object>> {
  const facts = new Map<string, object>();
  for (const { kind, loadFacts: load } of graph.kinds.all) {
    const ids = nodes.filter((node) => node.kind === kind).map((node) => node.node.id);
    if (load === undefined || ids.length === 0) continue;
    for (const [id, fact] of await load(tx, ids)) facts.set(id, fact);
  }
  return facts;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
