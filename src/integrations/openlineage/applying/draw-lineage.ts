import { selectEdgesInto, selectEdgesOutOf } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import { drawEdges, type EdgeToDraw, endEdges } from '../../../graph/edges/many-edges.sql.js';
import type { Graph } from '../../../graph/graph.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/errors.js';
import type { LineageEvent } from '../reading/lineage-event.js';
import type { FacetRow } from './facet.sql.js';
import { DERIVED, type NamedNodes, type Sides, sidesOf } from './told-facets.js';

/*   flights ──INPUT──▶ run ──OUTPUT──▶ traffic         what this run read and wrote, for good
 *   flights ──INPUT──▶ job ──OUTPUT──▶ traffic         what some run of the job did {observed}, or what it does by design {declared}
 *   job ──CHILD_OF──▶ run,  parent job ──CHILD_OF──▶ job,  parent run ──CHILD_OF──▶ run,  parent job ──CHILD_OF──▶ parent run
 *   s3://lake/flights ──SAME_AS──▶ hive/flights ──SAME_AS──▶ s3://lake/flights  */

/** Draws what an event says besides columns. What it draws stays drawn, so the order of events doesn't matter. */
export async function drawLineage(
  tx: Transaction,
  graph: Graph,
  { event, nodes, parent, kept }: ToldLineage,
): Promise<void> {
  const { run, job } = nodes;
  const edges = new EdgeList();
  if (job !== undefined && run !== undefined) edges.add({ src: job, dst: run, kind: EdgeKind.CHILD_OF });
  if (parent?.job !== undefined) {
    edges.add({ src: parent.job, dst: parent.run, kind: EdgeKind.CHILD_OF });
    if (job !== undefined) edges.add({ src: parent.job, dst: job, kind: EdgeKind.CHILD_OF });
  }
  if (run !== undefined) {
    const sides = sidesOf(event.datasets, nodes);
    edges.addSides(run, sides, { runId: run });
    if (job !== undefined) edges.addSides(job, sides, { attributes: { observed: true } });
  }
  for (const dataset of event.datasets)
    for (const other of dataset.otherNames) {
      const [one, same] = [nodes.dataset(dataset), nodes.dataset(other)];
      edges.add({ src: one, dst: same, kind: EdgeKind.SAME_AS });
      edges.add({ src: same, dst: one, kind: EdgeKind.SAME_AS });
    }
  for (const row of kept) addVersion(edges, row);
  await drawEdges(tx, edges.all);
  for (const row of kept) if (row.part === 'DECLARED' && job !== undefined) await declare(tx, job, row);
  if (parent !== undefined && run !== undefined) await drawParent(tx, graph, parent.run, run);
}

/** Unless it is there: whoever draws an edge between runs takes a lock that all who do so share. */
async function drawParent(tx: Transaction, graph: Graph, parent: string, run: string): Promise<void> {
  const drawn = await selectEdgesInto(tx, [run], EdgeKind.CHILD_OF);
  if (drawn.some(({ src }) => src === parent)) return;
  await graph.writer.connect(tx, { src: parent, dst: run, kind: EdgeKind.CHILD_OF }, () =>
    badInput('The event makes a run a part of itself: the run that it names as its parent is a part of it already.', {
      field: 'run.facets.parent',
    }),
  );
}

export interface ToldLineage {
  readonly event: LineageEvent;
  readonly nodes: NamedNodes;
  /** Run and job that the run is a part of. */
  readonly parent: { readonly run: string; readonly job: string | undefined } | undefined;
  /** The facets of the event that no later one had told already. */
  readonly kept: readonly FacetRow[];
}

/** Edges, each once. */
class EdgeList {
  private readonly byKey = new Map<string, EdgeToDraw>();

  get all(): readonly EdgeToDraw[] {
    return [...this.byKey.values()];
  }

  /** Nothing leads to itself. */
  add(edge: EdgeToDraw): void {
    if (edge.src === edge.dst) return;
    const key = `${edge.src} ${edge.dst} ${edge.kind}`;
    const known = this.byKey.get(key);
    this.byKey.set(key, { ...known, ...edge, attributes: { ...known?.attributes, ...edge.attributes } });
  }

  addSides(node: string, { inputs, outputs }: Sides, more: Pick<EdgeToDraw, 'runId' | 'attributes'>): void {
    for (const src of inputs) this.add({ src, dst: node, kind: EdgeKind.INPUT, ...more });
    for (const dst of outputs) this.add({ src: node, dst, kind: EdgeKind.OUTPUT, ...more });
  }
}

/** Which version of a dataset a run read or wrote stands on the edge as well. */
function addVersion(edges: EdgeList, { nodeId: run, part, about: dataset, name, content }: FacetRow): void {
  if (name !== DERIVED || content === null || (part !== 'INPUT' && part !== 'OUTPUT')) return;
  const attributes = { version: JSON.parse(content) as string };
  if (part === 'INPUT') edges.add({ src: dataset, dst: run, kind: EdgeKind.INPUT, runId: run, attributes });
  else edges.add({ src: run, dst: dataset, kind: EdgeKind.OUTPUT, runId: run, attributes });
}

/** What a job does by design replaces what it did by an earlier one; what its runs have done stays. */
async function declare(tx: Transaction, job: string, { content }: FacetRow): Promise<void> {
  const sides = JSON.parse(content ?? '{"inputs":[],"outputs":[]}') as Sides;
  const declared = new EdgeList();
  declared.addSides(job, sides, { attributes: { declared: true } });
  const wanted = new Set(declared.all.map(({ src, dst, kind }) => `${src} ${dst} ${kind}`));
  const drawn = [
    ...(await selectEdgesInto(tx, [job], EdgeKind.INPUT)),
    ...(await selectEdgesOutOf(tx, [job], EdgeKind.OUTPUT)),
  ];
  const former = drawn.filter(
    ({ src, dst, kind, attributes }) => attributes.declared === true && !wanted.has(`${src} ${dst} ${kind}`),
  );
  await endEdges(tx, former);
  const observed = former.filter(({ attributes }) => attributes.observed === true);
  await drawEdges(tx, [
    ...declared.all,
    ...observed.map(({ src, dst, kind }) => ({ src, dst, kind, attributes: { observed: true } })),
  ]);
}
