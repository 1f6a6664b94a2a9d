import { describeTombstone, tombstoneDetails } from '../../graph/nodes/lifecycle/tombstone.js';
import { selectTombstones } from '../../graph/nodes/lifecycle/tombstone.sql.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/errors.js';
import { type LockedRun, lockRun } from './run.sql.js';

/** Makes other writers of a run wait, and whoever would delete it. Throws NOT_FOUND, with who deleted it and why, for one that has been meanwhile. */
export async function holdRun(tx: Transaction, id: string): Promise<LockedRun> {
  const run = await lockRun(tx, id);
  if (run !== undefined) return run;
  const [tombstone] = await selectTombstones(tx, [id]);
  if (tombstone === undefined) throw new Error(`run ${id} has no row`);
  throw notFound(`${describeTombstone(tombstone)}.`, tombstoneDetails(tombstone));
}
