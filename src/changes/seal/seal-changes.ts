import type { Database } from '../../platform/database/database.js';
import { changeHash, NO_HASH } from './change-hash.js';
import {
  anyUnsealed,
  insertSeals,
  lockSeals,
  type Seal,
  selectLastHashes,
  selectLastPosition,
  selectUnsealed,
} from './seal.sql.js';

/**
 * Gives every change that is committed by now its place in the order. Changes of two transactions that touched the same node stand in the
 * order of their commits: the second could not number its change before the first had committed.
 */
export async function sealChanges(database: Database): Promise<void> {
  while (await anyUnsealed(database)) await database.quietTransaction(sealBatch);
}

async function sealBatch(tx: Parameters<Parameters<Database['quietTransaction']>[0]>[0]): Promise<void> {
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
