import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { LockedRun } from '../record/run.sql.js';

// What a name was before is read anew: whoever waited for a run has its node as it was when they began to wait.
const SET_NAME = statement(
  'set_run_name',
  `with known as materialized (select id, name from node where id = $1 for no key update)
   update node n set name = $2 from known where n.id = known.id and known.name <> $2
   returning known.name as before`,
);

/** Gives a locked run another name. Names of runs may repeat, and nobody refers to a run by it. Index: primary key. */
export async function setRunName(tx: Transaction, { id }: LockedRun, name: string): Promise<void> {
  const [row] = await tx.query<{ before: string }>(SET_NAME, [id, name]);
  if (row !== undefined) changeNotes(tx).changed(id, { name: row.before }, { name });
}

const SET_LOST_AFTER = statement('set_run_lost_after', 'update run set lost_after = $2 where id = $1');

/** Says after how many seconds without a report a locked run is LOST. Index: primary key. */
export async function setLostAfter(tx: Transaction, run: LockedRun, seconds: number | null): Promise<void> {
  await tx.query(SET_LOST_AFTER, [run.id, seconds]);
  changeNotes(tx).changed(run.id, { lostAfterSeconds: run.lostAfterSeconds }, { lostAfterSeconds: seconds });
}
