import { createHash } from 'node:crypto';
import { insertEdge } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { insertRun } from '../../../runs/record/run.sql.js';
import { type KeyedRun, lockKey, releaseKey } from '../../../runs/record/run-key.sql.js';
import { EXPERIMENT, RUN } from '../../../runs/record/run-kinds.js';
import { RunStatus } from '../../../runs/record/run-status.js';
import { RunType } from '../../../runs/record/run-type.js';

/** The experiment of all runs that come by this door: one run id may be told of for several jobs. */
const OPENLINEAGE = 'openlineage';
const LONGEST_ID = 200;
const SAFE_ID = /^[\x21-\x7e]+$/;

/** The key of a run: its id as its producer knows it, whatever that looks like. */
export function keyOfRun(id: string): string {
  const isKey = id.length <= LONGEST_ID && SAFE_ID.test(id);
  return `openlineage:${isKey ? id : `#${createHash('sha256').update(id).digest('hex')}`}`;
}

/**
 * The runs with these ids, by id; one that nobody has told of yet is PENDING. Others who tell of one of them wait until the transaction ends, each in
 * the same order.
 */
export async function ensureRuns(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const keys = [...new Set(ids)].map((id) => ({ id, key: keyOfRun(id) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  // All are locked before anything is made that others could wait for.
  const known = new Map<string, KeyedRun | undefined>();
  for (const { id, key } of keys) known.set(id, await lockKey(tx, caller.project, key));
  const runs = new Map<string, string>();
  for (const { id, key } of keys) {
    const run = known.get(id);
    if (run?.deleted === true) await releaseKey(tx, run.id, key);
    runs.set(id, run === undefined || run.deleted ? await makeRun(tx, graph, caller, key) : run.id);
  }
  return runs;
}

async function makeRun(tx: Transaction, graph: Graph, caller: Caller, key: string): Promise<string> {
  const experiment = await graph.writer.ensureNode(tx, caller, { kind: EXPERIMENT, name: OPENLINEAGE });
  const name = key.slice(OPENLINEAGE.length + 1);
  const { id } = await graph.writer.ensureNode(tx, caller, { kind: RUN, name, label: null, parentId: experiment.id });
  await insertRun(tx, {
    id,
    project: caller.project,
    key,
    type: RunType.OTHER,
    status: RunStatus.PENDING,
    startedAt: null,
    code: null,
    environment: null,
  });
  await insertEdge(tx, { src: experiment.id, dst: id, kind: EdgeKind.CHILD_OF, runId: null, attributes: {} });
  return id;
}
