import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { newNodeId, toPublicId } from '../../../graph/nodes/node-id.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { RUN } from '../../../runs/record/run-kinds.js';
import { requireRowsNow } from '../../definitions/references/feature-references.sql.js';
import { countViolations } from '../../definitions/rules/violations.sql.js';
import { keepRowSource } from '../../definitions/storage/row-sources.sql.js';
import { ingestClock } from '../../definitions/storage/writer-lock.sql.js';
import { badRowJson } from '../rows/bad-row-json.js';
import { refuseContradictions } from '../rows/refuse-contradictions.js';
import { insertIngest, keepBadRows } from './ingest-record.sql.js';
import { logIngestRun } from './log-ingest-run.js';
import { addStageToHistory, allowWorkMemory, putStageOnline } from './merge-stage.sql.js';
import { selectStageProblems } from './stage.sql.js';
import type { StagedIngest } from './staged-ingest.js';

const SHOWN_ERRORS = 100;

/** Merges the stage into history and online storage, and keeps the run and the record; the answer as JSON text. */
export async function mergeIngest(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  ingest: StagedIngest,
): Promise<string> {
  const { definition, staged } = ingest;
  const notes = graph.record(tx, caller, 'feature:write');
  await allowWorkMemory(tx);
  const rejected = staged.rejected + (await refuseContradictions(tx, definition, ingest.onError));
  graph.quotas.demand(caller.project, { rows: staged.read - rejected, bytes: 1 });
  const ingestTime = await ingestClock(tx, definition.storage);
  await requireRowsNow(tx, definition.id);
  const advanced = await putStageOnline(tx, definition.storage, ingestTime);
  const written = await addStageToHistory(tx, definition.storage, ingestTime);
  graph.quotas.add(caller.project, { rows: written });
  await countViolations(tx, definition.id, staged.violations);
  const unchanged = staged.read - rejected - written;
  const counts = { read: staged.read, written, late: written - advanced, unchanged, rejected };
  notes.about(definition.id);
  for (const [name, much] of Object.entries(counts)) notes.count(name, much);
  const runId = await logIngestRun(tx, graph, caller, ingest, counts);
  await keepRowSource(tx, { storage: definition.storage, ingestTime, run: runId, written });
  const run = toPublicId(RUN, runId);
  const id = newNodeId();
  const errors = rejected === 0 ? [] : await selectStageProblems(tx, SHOWN_ERRORS);
  const answer =
    `{"ingest":"${id}","run":"${run}","featureSet":${JSON.stringify(definition.label)},` +
    `${JSON.stringify(counts).slice(1, -1)},"violations":${JSON.stringify(Object.fromEntries(staged.violations))},"errors":[${errors.map(badRowJson).join(',')}]` +
    `${rejected === 0 ? '' : `,"badRows":"/v1/ingests/${id}/bad-rows"`}}`;
  const { idempotencyKey, fingerprint } = ingest;
  await insertIngest(tx, {
    id,
    project: caller.project,
    idempotencyKey,
    fingerprint,
    answer,
    createdBy: caller.user,
  });
  await keepBadRows(tx, id);
  return answer;
}
