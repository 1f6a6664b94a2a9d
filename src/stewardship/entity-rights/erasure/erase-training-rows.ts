import { renewStatistics, selectTablesNaming } from '../../../platform/database/forget-statistics.sql.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { now } from '../../../platform/time/instant.js';
import {
  deleteKeyFromTrainingSet,
  markNotRebuildable,
  selectTrainingSetsOfEntity,
} from '../../../training-sets/keys/training-set-keys.sql.js';
import { awaitBuilders } from '../../../training-sets/spines/build-lock.sql.js';
import { forgetfulTrainingTables } from '../../../training-sets/spines/spine.sql.js';
import type { ErasedTrainingRows } from './erasure.type.js';

/** Waits for those who fill training sets with keys of an entity; the numbers of the sets, which nobody fills now. */
export async function awaitBuildersOf(
  tx: Transaction,
  entityId: string,
  locked: ReadonlySet<number> = new Set(),
): Promise<ReadonlySet<number>> {
  const storages = (await selectTrainingSetsOfEntity(tx, entityId)).map(({ storage }) => storage);
  for (const storage of storages) if (!locked.has(storage)) await awaitBuilders(tx, storage);
  return new Set(storages);
}

/** Unfinished training sets lose the rows too; what they become says that it is not whole. `locked`: whose builders were awaited. */
export async function eraseTrainingRows(
  tx: Transaction,
  entityId: string,
  key: string,
  locked: ReadonlySet<number>,
): Promise<ErasedTrainingRows[]> {
  const erased: ErasedTrainingRows[] = [];
  await awaitBuildersOf(tx, entityId, locked);
  for (const set of await selectTrainingSetsOfEntity(tx, entityId)) {
    const tables = forgetfulTrainingTables(set.storage, set.recipe.keys.length);
    const names = tables.map(({ name }) => name);
    const naming = await selectTablesNaming(tx, names, key);
    const rows = await deleteKeyFromTrainingSet(tx, set, entityId, key);
    if (rows > 0 || naming.size > 0) for (const table of tables) await renewStatistics(tx, table);
    if (rows === 0) continue;
    await markNotRebuildable(tx, set.storage, `rows of an entity were erased on ${now().slice(0, 10)}.`);
    erased.push({ trainingSet: set.label ?? 'unfinished', rows });
  }
  return erased;
}
