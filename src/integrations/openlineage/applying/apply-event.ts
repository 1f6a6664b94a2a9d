import { DATASET } from '../../../datasets/dataset-kinds.js';
import type { Graph, OnGraph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { changeNotes } from '../../../graph/nodes/changes/change-notes.js';
import { lockNode } from '../../../graph/nodes/storage/node.sql.js';
import { beginAgain } from '../../../platform/database/connections/begin-again.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { JOB } from '../job-kinds.js';
import { MESSAGE_FACETS } from '../reading/facets.js';
import type { LineageEvent } from '../reading/lineage-event.js';
import { drawColumns } from './draw-columns.js';
import { drawLineage } from './draw-lineage.js';
import { ensureRuns } from './ensure-runs.js';
import { keepEvent, keepNames } from './event.sql.js';
import { type FacetRow, keepFacets } from './facet.sql.js';
import { Mentions } from './mentions.js';
import { addRunState, setMessage } from './run-state.sql.js';
import { DERIVED, type NamedNodes, toldFacets } from './told-facets.js';

const [BEST_MESSAGE] = MESSAGE_FACETS;

/**
 * Takes one event: all of it, or nothing. Whatever the order and the number of times in which some events are taken, the graph is the same in the end:
 * runs, jobs and datasets, how the runs stand, what they read and wrote. False for an event that was taken before.
 */
export async function applyEvent(
  { database, graph }: OnGraph,
  caller: Caller,
  event: LineageEvent,
): Promise<{ readonly taken: boolean }> {
  caller.demand('run:log');
  caller.demand('dataset:register');
  const mentions = new Mentions(caller.project, { job: JOB, dataset: DATASET }, event);
  // Events of one pipeline come at one time, and get in each other's way.
  const taken = await beginAgain(
    () => database.quietTransaction((tx) => applyWithin(tx, graph, caller, event, mentions)),
    () => caller.requireWaiting(),
  );
  if (taken) graph.quotas.add(caller.project, { bytes: event.body.length });
  return { taken };
}

async function applyWithin(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  event: LineageEvent,
  mentions: Mentions,
): Promise<boolean> {
  if (!(await keepEvent(tx, caller.project, event))) return false;
  graph.quotas.demand(caller.project, { bytes: event.body.length });
  graph.record(tx, caller, event.run === undefined && event.job === undefined ? 'dataset:register' : 'run:log');
  const { run, job } = event;
  const runs = await ensureRuns(tx, graph, caller, run === undefined ? [] : [run.id, run.parent?.id ?? run.id]);
  const ids = await ensureMentions(tx, graph, caller, mentions);
  const nodes: NamedNodes = {
    run: run && runs.get(run.id),
    job: job && ids.get(mentions.keyOfJob(job)),
    dataset: (name) => ids.get(mentions.keyOfDataset(name)) ?? '',
  };
  const parent = run?.parent && {
    run: runs.get(run.parent.id) ?? '',
    job: run.parent.job && ids.get(mentions.keyOfJob(run.parent.job)),
  };
  const written = event.datasets.filter(({ columns }) => columns !== undefined).map((name) => nodes.dataset(name));
  // Whoever says of the same dataset what it is made from takes turns, in one order.
  for (const id of [...new Set(written)].sort()) await lockNode(tx, id);
  const precedence = { time: event.time, rank: run?.state.rank ?? 0, digest: event.digest };
  const kept = await keepFacets(tx, toldFacets(event, nodes), precedence);
  noteFacets(tx, kept);
  if (run !== undefined && nodes.run !== undefined) {
    await addRunState(tx, nodes.run, run.state, event.time);
    const by = messageFacet(kept, nodes.run);
    if (by !== undefined) await setMessage(tx, nodes.run, run.message ?? null, by === BEST_MESSAGE);
  }
  await drawColumns(tx, [...new Set(kept.filter(({ part }) => part === 'COLUMNS').map(({ nodeId }) => nodeId))]);
  await drawLineage(tx, graph, { event, nodes, parent, kept });
  return true;
}

/** The ids of the nodes that an event names, by what Mentions calls them. */
async function ensureMentions(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  mentions: Mentions,
): Promise<ReadonlyMap<string, string>> {
  const all = mentions.all;
  const ids = await graph.writer.ensureNodes(
    tx,
    caller,
    all.map(({ kind, nodeName }) => ({ kind, name: nodeName })),
  );
  await keepNames(
    tx,
    all.map(({ namespace, name }, index) => ({ nodeId: ids[index] ?? '', namespace, name })),
  );
  return new Map(all.map((mention, index) => [mentions.keyOfMention(mention), ids[index] ?? '']));
}

/** What they say may be much, and is nobody's business but that of who may read the nodes. */
function noteFacets(tx: Transaction, kept: readonly FacetRow[]): void {
  const told = kept.filter(({ name }) => name !== DERIVED);
  changeNotes(tx).count('facets', told.length);
  changeNotes(tx).about(...new Set(told.map(({ nodeId }) => nodeId)));
}

/** The best of the facets that stay and say why a run failed. */
function messageFacet(kept: readonly FacetRow[], run: string): string | undefined {
  const own = kept.filter(({ nodeId, part }) => nodeId === run && part === 'OWN').map(({ name }) => name);
  return MESSAGE_FACETS.find((name) => own.includes(name));
}
