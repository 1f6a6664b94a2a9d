import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { LockedRun } from '../record/run.sql.js';

const SET_NAME = statement('set_run_name', 'update node set name = $2 where id = $1 and name <> $2');

/** Gives a locked run another name. Names of runs may repeat, and nobody refers to a run by it. Index: primary key. */
export async function setRunName(tx: Transaction, { id, name: before }: LockedRun, name: string): Promise<void> {
  await tx.query(SET_NAME, [id, name]);
  changeNotes(tx).changed(id, { name: before }, { name });
}

const SET_LOST_AFTER = statement('set_run_lost_after', 'update run set lost_after = $2 where id = $1');

/** Says after how many seconds without a report a locked run is LOST. Index: primary key. */
export async function setLostAfter(tx: Transaction, run: LockedRun, seconds: number | null): Promise<void> {
  await tx.query(SET_LOST_AFTER, [run.id, seconds]);
  changeNotes(tx).changed(run.id, { lostAfterSeconds: run.lostAfterSeconds }, { lostAfterSeconds: seconds });
}
