import { insertEdge } from '../../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../../graph/edges/edge-kind.js';
import type { Caller } from '../../../../graph/nodes/caller.js';
import type { Transaction } from '../../../../platform/database/transaction.js';
import { changeRun } from '../../../../runs/lifecycle/update-run.js';
import { mergeTags } from '../../../../runs/record/run-tags.sql.js';
import type { MlflowRoom } from '../../mlflow-room.js';
import { uuidOfRunId } from '../../protocol/ids.js';
import { findRunState } from '../run.sql.js';
import { checkRunName, PARENT_RUN, RUN_NAME } from '../run-words.js';

/** Sets tags of a run, among them those that mean more to Headwater: its name, and the run that it is a part of. */
export async function setRunTags(
  tx: Transaction,
  { graph }: MlflowRoom,
  caller: Caller,
  runId: string,
  tags: ReadonlyMap<string, string>,
): Promise<void> {
  const kept = new Map(tags);
  const name = kept.get(RUN_NAME);
  kept.delete(RUN_NAME);
  if (name !== undefined) await changeRun(tx, runId, { name: checkRunName(name) });
  if (kept.size > 0) await mergeTags(tx, runId, Object.fromEntries(kept));
  const parent = await findParent(tx, caller, kept.get(PARENT_RUN));
  if (parent !== undefined && parent !== runId)
    await graph.writer.connect(tx, { src: parent, dst: runId, kind: EdgeKind.CHILD_OF });
}

/** The uuid of the run that a tag names as parent; undefined where it names none that there is, which MLflow allows. */
export async function findParent(
  tx: Transaction,
  { project }: Caller,
  tag: string | undefined,
): Promise<string | undefined> {
  const uuid = tag === undefined ? undefined : uuidOfRunId(tag);
  if (uuid === undefined) return undefined;
  return (await findRunState(tx, project, uuid))?.living === true ? uuid : undefined;
}

/** Draws what a new run is a part of: nothing can be downstream of it yet. */
export function drawParent(tx: Transaction, parent: string, runId: string): Promise<void> {
  return insertEdge(tx, { src: parent, dst: runId, kind: EdgeKind.CHILD_OF, runId: null, attributes: {} });
}
