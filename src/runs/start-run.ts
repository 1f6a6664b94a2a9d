import { randomUUID } from 'node:crypto';
import { insertEdge } from '../graph/edges/edge.sql.js';
import { EdgeKind } from '../graph/edges/edge-kind.js';
import type { NodeMetadata } from '../graph/edges/graph-writer.js';
import type { Graph } from '../graph/graph.js';
import { quoteName } from '../graph/names/format-ref.js';
import { checkFreeName } from '../graph/names/free-name.js';
import { type Caller, isOwn } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { badInput, conflict } from '../platform/errors.js';
import { checkLabel, keptObject } from '../platform/text/check-text.js';
import { checkLostAfter } from './lifecycle/hear-of.js';
import { addToRun, type RunLog } from './log-run.js';
import { codeReference } from './record/code-reference.js';
import { Experiment } from './record/experiment.entity.js';
import { Run } from './record/run.entity.js';
import { insertRun } from './record/run.sql.js';
import { type KeyedRun, lockKey, releaseKey } from './record/run-key.sql.js';
import { EXPERIMENT, RUN } from './record/run-kinds.js';
import { RunStatus } from './record/run-status.js';
import type { RunType } from './record/run-type.js';

/** What a run is started with. */
export interface NewRun extends NodeMetadata, Pick<RunLog, 'parameters' | 'inputs' | 'code' | 'environment'> {
  readonly type: RunType;
  readonly experiment?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly key?: string | null | undefined;
  readonly status?: RunStatus | null | undefined;
  readonly startedAt?: string | null | undefined;
  /** Seconds without a report after which it is LOST; 0: never. Left out: what the settings say. */
  readonly lostAfterSeconds?: number | null | undefined;
  /** A reference. */
  readonly parent?: string | null | undefined;
}

const DEFAULT_EXPERIMENT = 'default';

/** Starts a run. With a key that a living run has: that run, as it is, and created: false. */
export function startRun(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: NewRun,
): Promise<{ run: Run; created: boolean }> {
  caller.demand('run:log');
  return database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    const { id, created } = await startRunWithin(tx, graph, caller, input);
    return { run: await graph.nodes.within(tx).get(Run, id), created };
  });
}

/** The same as a part of a larger transaction; the uuid of the run. */
export async function startRunWithin(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  run: NewRun,
): Promise<{ id: string; created: boolean }> {
  const status = checkStart(run);
  const parent = run.parent == null ? undefined : await findParent(tx, graph, caller, run.parent);
  const experiment = checkFreeName('an experiment', run.experiment ?? parent?.experiment ?? DEFAULT_EXPERIMENT);
  const known = run.key == null ? undefined : await findKeyed(tx, caller, run.key);
  if (known !== undefined) {
    requireSame(run, experiment, known, caller);
    return { id: known.id, created: false };
  }
  const id = await insertNode(tx, graph, caller, run, experiment, parent?.id);
  await insertRun(tx, {
    id,
    project: caller.project,
    key: run.key ?? null,
    type: run.type,
    status,
    startedAt: run.startedAt ?? null,
    lostAfterSeconds: run.lostAfterSeconds ?? null,
    code: run.code == null ? null : codeReference(run.code),
    environment: run.environment == null ? null : keptObject('environment', run.environment),
  });
  if (run.parameters != null || run.inputs != null) {
    await addToRun(tx, graph, caller, id, { parameters: run.parameters, inputs: run.inputs });
  }
  return { id, created: true };
}

function checkStart(run: NewRun): RunStatus {
  const status = run.status ?? RunStatus.RUNNING;
  if (status !== RunStatus.RUNNING && status !== RunStatus.PENDING) {
    throw badInput(`A run starts as RUNNING or PENDING, not as ${status}; end it with finishRun.`, {
      field: 'status',
      found: status,
    });
  }
  if (run.startedAt != null && status === RunStatus.PENDING) {
    throw badInput('A PENDING run has not begun, so it takes no startedAt.', {
      field: 'startedAt',
      found: run.startedAt,
    });
  }
  if (run.name != null) checkFreeName('a run', run.name);
  if (run.key != null) checkLabel('key', run.key);
  if (run.lostAfterSeconds != null) checkLostAfter(run.lostAfterSeconds);
  return status;
}

async function findParent(tx: Transaction, graph: Graph, caller: Caller, ref: string) {
  const { id } = await graph.references.resolve(tx, caller.project, ref, [RUN]);
  const nodes = graph.nodes.within(tx);
  const experimentId = (await nodes.get(Run, id)).node.parentId ?? '';
  return { id, experiment: (await nodes.get(Experiment, experimentId)).name };
}

async function findKeyed(tx: Transaction, caller: Caller, key: string): Promise<KeyedRun | undefined> {
  const known = await lockKey(tx, caller.project, key);
  if (known?.deleted !== true) return known;
  await releaseKey(tx, known.id, key);
  return undefined;
}

/** A key that means two different things is a mistake that must not pass for a repetition. */
function requireSame(run: NewRun, experiment: string, known: KeyedRun, caller: Caller): void {
  // What one has begun is not told another one.
  if (!isOwn(known.createdBy, caller))
    throw conflict(`The key "${run.key}" belongs to a run that somebody else started; use another key.`, {
      field: 'key',
      found: run.key,
    });
  if (run.type === known.type && (run.experiment == null || experiment === known.experiment)) return;
  throw conflict(
    `The key "${run.key}" belongs to a run of type ${known.type} in experiment ${quoteName(known.experiment)}; this one is of type ${run.type} in ${quoteName(experiment)}. Use another key.`,
    { field: 'key', found: run.key, expected: { type: known.type, experiment: known.experiment } },
  );
}

async function insertNode(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  run: NewRun,
  experimentName: string,
  parentRunId: string | undefined,
): Promise<string> {
  const experiment = await graph.writer.ensureNode(tx, caller, { kind: EXPERIMENT, name: experimentName });
  const { id } = await graph.writer.ensureNode(tx, caller, {
    kind: RUN,
    name: run.name ?? `${run.type.toLowerCase()}-${randomUUID().slice(0, 8)}`,
    label: null,
    parentId: experiment.id,
    description: run.description,
    tags: run.tags,
    owner: run.owner,
  });
  for (const src of parentRunId === undefined ? [experiment.id] : [experiment.id, parentRunId]) {
    // Nothing can be downstream of a node this new, so no cycle has to be looked for.
    await insertEdge(tx, { src, dst: id, kind: EdgeKind.CHILD_OF, runId: null, attributes: {} });
  }
  return id;
}
