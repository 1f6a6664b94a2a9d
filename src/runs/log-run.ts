import { EdgeKind } from '../graph/edges/edge-kind.js';
import type { Graph } from '../graph/graph.js';
import { quoteName } from '../graph/names/format-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import { fromPublicId } from '../graph/nodes/node-id.js';
import { type TagInput, tagRecord } from '../graph/nodes/tag.js';
import type { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { conflict, failedPrecondition } from '../platform/errors.js';
import { canonicalJson } from '../platform/text/canonical-json.js';
import { keptObject } from '../platform/text/check-text.js';
import { hearOf } from './lifecycle/hear-of.js';
import { logLinks } from './logging/log-links.js';
import { logMetrics } from './logging/log-metrics.js';
import { logParameters } from './logging/log-parameters.js';
import type { ParameterInput } from './logging/parameter.js';
import type { RunLinkInput } from './logging/run-link.js';
import { type CodeReferenceInput, codeReference } from './record/code-reference.js';
import { holdRun } from './record/hold-run.js';
import { Run } from './record/run.entity.js';
import { type LockedRun, lockRun, markRunning, setOrigin } from './record/run.sql.js';
import { RUN } from './record/run-kinds.js';
import { toRun } from './record/run-row.js';
import { isFinal, type RunStatus, requireMove } from './record/run-status.js';
import { dropTags, mergeTags } from './record/run-tags.sql.js';
import type { RunMetricInput } from './series/run-metric.js';

/** What can be added to a run. */
export interface RunLog {
  readonly status?: RunStatus | null | undefined;
  readonly parameters?: readonly ParameterInput[] | null | undefined;
  readonly metrics?: readonly RunMetricInput[] | null | undefined;
  readonly tags?: readonly TagInput[] | null | undefined;
  /** Keys of tags to take away; those of `tags` are added after that. */
  readonly removeTags?: readonly string[] | null | undefined;
  readonly inputs?: readonly RunLinkInput[] | null | undefined;
  readonly outputs?: readonly RunLinkInput[] | null | undefined;
  readonly code?: CodeReferenceInput | null | undefined;
  readonly environment?: object | null | undefined;
  /** What a run that has ended does with something new: refuses it unless this says KEPT, for protocols whose runs never close. */
  readonly late?: 'REFUSED' | 'KEPT';
}

/** Adds to a run: all of it, or nothing. No lookup depends on runs, so the caches of lookups are left alone. */
export async function logRun(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: RunLog & { readonly run: string },
): Promise<Run> {
  caller.demand('run:log');
  return database.quietTransaction(async (tx) => {
    graph.record(tx, caller, 'run:log');
    const run = await holdNamed(tx, graph, caller, input.run);
    const isAsHeld = !(await addToHeld(tx, graph, caller, run, input));
    return isAsHeld ? toRun(run) : graph.nodes.within(tx).get(Run, run.id);
  });
}

/** Whoever logs names the run by its id, which needs no look-up of its own; what is wrong with any other reference is found out behind that. */
async function holdNamed(tx: Transaction, graph: Graph, caller: Caller, ref: string): Promise<LockedRun> {
  const named = fromPublicId(ref, graph.kinds);
  const run = named?.kind === RUN ? await lockRun(tx, named.id) : undefined;
  if (run?.project === caller.project) return run;
  const { id } = await graph.references.resolve(tx, caller.project, ref, [RUN]);
  return holdRun(tx, id);
}

/**
 * Adds to a run, by its uuid; what is there already stays as it is, so a call can be repeated, even after the run has ended.
 * Throws FAILED_PRECONDITION when something would be new for a run that has ended, CONFLICT for another value of something
 * that is written once.
 */
export async function addToRun(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  runId: string,
  log: RunLog,
): Promise<void> {
  await addToHeld(tx, graph, caller, await holdRun(tx, runId), log);
}

/** addToRun of one that is held already. True where the run itself is another one than was held, not only what belongs to it. */
export async function addToHeld(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  run: LockedRun,
  log: RunLog,
): Promise<boolean> {
  const isMoved = await logStatus(tx, run, log);
  const changes = {
    'code or environment': await logOrigin(tx, run, log),
    parameters: await logParameters(tx, run, log.parameters ?? []),
    metrics: await logMetrics(tx, caller, run, log.metrics ?? []),
    tags: await logTags(tx, run, log),
    inputs: await logLinks(tx, graph, caller, run, EdgeKind.INPUT, log.inputs ?? []),
    outputs: await logLinks(tx, graph, caller, run, EdgeKind.OUTPUT, log.outputs ?? []),
  };
  if (isFinal(run.status) && log.late !== 'KEPT') requireNoChange(run, changes);
  return isMoved || changes['code or environment'] || changes.tags;
}

async function logStatus(tx: Transaction, run: LockedRun, { status }: RunLog): Promise<boolean> {
  if (status == null || status === run.status) return hearOf(tx, run);
  requireMove(run, status, 'logRun');
  await markRunning(tx, run);
  return true;
}

/** The transaction rolls back whatever was written. */
function requireNoChange(run: LockedRun, changes: Readonly<Record<string, boolean>>): void {
  const changed = Object.keys(changes).filter((part) => changes[part]);
  if (changed.length === 0) return;
  throw failedPrecondition(
    `Run ${quoteName(run.name)} is ${run.status} since ${run.endedAt?.toISOString()}, and the call has new ${changed.join(', ')}. An ended run takes nothing new; only repeating what it has is accepted. updateNode still changes description, tags and owner.`,
    { status: run.status, found: changed },
  );
}

async function logTags(tx: Transaction, run: LockedRun, { tags, removeTags }: RunLog): Promise<boolean> {
  const removed = removeTags != null && (await dropTags(tx, run.id, removeTags)).length > 0;
  return (tags != null && (await mergeTags(tx, run.id, tagRecord(tags)))) || removed;
}

async function logOrigin(tx: Transaction, run: LockedRun, log: RunLog): Promise<boolean> {
  const code = log.code == null ? null : codeReference(log.code);
  const environment = log.environment == null ? null : keptObject('environment', log.environment);
  const changed = [
    isNew(run, 'code', run.code, code),
    isNew(run, 'environment', run.environment, environment),
  ].includes(true);
  if (changed) await setOrigin(tx, run, code, environment);
  return changed;
}

function isNew(run: LockedRun, field: string, stored: object | null, given: object | null): boolean {
  if (given === null) return false;
  if (stored === null) return true;
  if (canonicalJson(stored) === canonicalJson(given)) return false;
  throw conflict(
    `The ${field} of run ${quoteName(run.name)} is ${JSON.stringify(stored)} and can't change: it is written once.`,
    { field, stored, given },
  );
}
