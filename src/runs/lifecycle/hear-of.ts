import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/errors.js';
import { type LockedRun, markHeardOf, markRunning } from '../record/run.sql.js';
import { RunStatus } from '../record/run-status.js';

/** A year. */
const LONGEST = 31_536_000;

/** A locked run has reported: it is alive, even where it was taken for lost. True where that was written down. */
export async function hearOf(tx: Transaction, run: LockedRun): Promise<boolean> {
  if (run.status === RunStatus.LOST) await markRunning(tx, run);
  else if (run.status === RunStatus.RUNNING && !run.heardOf) await markHeardOf(tx, run);
  else return false;
  return true;
}

/** Throws BAD_USER_INPUT for seconds that no run is waited for. */
export function checkLostAfter(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST) return seconds;
  throw badInput(`lostAfterSeconds is ${seconds}; it is a whole number from 1 to ${LONGEST}, or 0 for never.`, {
    field: 'lostAfterSeconds',
    found: seconds,
  });
}
