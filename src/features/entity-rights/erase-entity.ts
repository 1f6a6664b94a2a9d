import type { Caller } from '../../graph/caller.js';
import type { Graph } from '../../graph/graph.module.js';
import { newNodeId } from '../../graph/node-id.js';
import type { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { now } from '../../platform/instant.js';
import { awaitWriters } from '../definitions/writer-lock.sql.js';
import {
  deleteKeyFromTrainingSet,
  markNotRebuildable,
  selectTrainingSetsOfEntity,
} from '../training-sets/training-set-keys.sql.js';
import { deleteKeyRows } from './entity-rows.sql.js';
import { type EntityStorage, selectEntityStorages } from './entity-storages.sql.js';
import { eraseRefusedRows } from './erase-refused-rows.js';
import { type ErasureRow, ensureSalt, findNewestErasure, insertErasure } from './erasure.sql.js';
import type { ErasedFeatureRows, ErasedTrainingRows } from './erasure.type.js';
import { type EntityWithKey, findEntity } from './find-entity.js';
import { hashKey, newSalt } from './key-hash.js';

/** What eraseEntity did: the proof, and whether this call removed anything. */
export interface ErasedEntity {
  readonly entity: EntityWithKey['entity'];
  readonly proof: ErasureRow;
  readonly erased: boolean;
}

/**
 * Removes the values of one key from every feature set version and training set, in one transaction, and keeps a proof.
 * Asked again it changes nothing and gives the same proof; a key without any rows gets a proof that says so.
 */
export async function eraseEntity(
  database: Database,
  graph: Graph,
  caller: Caller,
  ref: string,
  entityKey: unknown,
  reason: string | null,
): Promise<ErasedEntity> {
  const found = await findEntity(database, graph, caller.project, ref, entityKey);
  const entityId = found.entity.nodeId;
  const salt = await ensureSalt(database, entityId, newSalt());
  const keyHash = await hashKey(found.key, salt);
  return database.quietTransaction(async (tx) => {
    const storages = await selectEntityStorages(tx, entityId);
    // Rows that others are writing now are waited for, and erased too.
    await awaitWriters(
      tx,
      storages.map(({ storage }) => storage),
    );
    const featureRows = await eraseFeatureRows(tx, storages, found);
    const trainingRows = await eraseTrainingRows(tx, entityId, found.key);
    const erased = featureRows.length + trainingRows.length > 0;
    const earlier = erased ? null : await findNewestErasure(tx, entityId, keyHash);
    const proof =
      earlier ??
      (await insertErasure(tx, {
        id: newNodeId(),
        entityId,
        keyHash,
        reason,
        erasedBy: caller.user,
        featureRows,
        trainingRows,
      }));
    return { entity: found.entity, proof, erased };
  });
}

/** Unfinished training sets lose the rows too; what they become says that it is not whole. */
async function eraseTrainingRows(tx: Transaction, entityId: string, key: string): Promise<ErasedTrainingRows[]> {
  const erased: ErasedTrainingRows[] = [];
  for (const set of await selectTrainingSetsOfEntity(tx, entityId)) {
    const rows = await deleteKeyFromTrainingSet(tx, set, entityId, key);
    if (rows === 0) continue;
    await markNotRebuildable(tx, set.storage, `rows of an entity were erased on ${now().slice(0, 10)}.`);
    erased.push({ trainingSet: set.label ?? 'unfinished', rows });
  }
  return erased;
}

async function eraseFeatureRows(
  tx: Transaction,
  storages: readonly EntityStorage[],
  found: EntityWithKey,
): Promise<ErasedFeatureRows[]> {
  const refused = await eraseRefusedRows(
    tx,
    found,
    storages.map(({ label }) => label),
  );
  const erased: ErasedFeatureRows[] = [];
  for (const { storage, label } of storages) {
    const counts = { ...(await deleteKeyRows(tx, storage, found.key)), refusedRows: refused.get(label) ?? 0 };
    if (counts.onlineRows + counts.historyRows + counts.refusedRows > 0)
      erased.push({ featureSetVersion: label, ...counts });
  }
  return erased;
}
