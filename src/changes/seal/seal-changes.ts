import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { NO_HASH } from '../../platform/text/hash-chain.js';
import { changeHash } from './change-hash.js';
import {
  anyUnsealed,
  insertSeals,
  lockSeals,
  type Seal,
  selectLastHashes,
  selectLastPosition,
  selectUnsealed,
} from './seal.sql.js';

/** The most that a reader does of it: after an upgrade there is a change for each node that stood before, and nobody waits for all of them. */
const BATCHES_OF_READER = 10;

/**
 * Gives every change that is committed by now its place in the order. Changes of two transactions that touched the same node stand in the
 * order of their commits: the second could not number its change before the first had committed.
 */
export async function sealChanges(database: Database, batches = Number.POSITIVE_INFINITY): Promise<void> {
  for (let batch = 0; batch < batches && (await anyUnsealed(database)); batch++)
    await database.quietTransaction(sealBatch);
}

/** The same before somebody reads, so that what was answered before stands in what is read. */
export function sealForReading(database: Database): Promise<void> {
  return sealChanges(database, BATCHES_OF_READER);
}

async function sealBatch(tx: Transaction): Promise<void> {
  await lockSeals(tx);
  const changes = await selectUnsealed(tx);
  if (changes.length === 0) return;
  let position = await selectLastPosition(tx);
  const projects = [...new Set(changes.map(({ project }) => project ?? ''))];
  const hashes = await selectLastHashes(tx, projects);
  const seals = changes.map((change): Seal => {
    position++;
    const hash = changeHash(hashes.get(change.project ?? '') ?? NO_HASH, position, change);
    hashes.set(change.project ?? '', hash);
    return { position, seq: change.seq, hash };
  });
  await insertSeals(tx, seals);
}
