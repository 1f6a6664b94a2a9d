import { forgetfulStorage } from '../../../features/definitions/storage/storage.sql.js';
import { awaitWriters } from '../../../features/definitions/storage/writer-lock.sql.js';
import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { newNodeId } from '../../../graph/nodes/node-id.js';
import type { Database } from '../../../platform/database/database.js';
import { renewStatistics, selectTablesNaming } from '../../../platform/database/forget-statistics.sql.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/errors.js';
import { deleteKeyRows } from '../entity-rows.sql.js';
import { type EntityStorage, selectEntityStorages } from '../entity-storages.sql.js';
import { awaitErasures } from '../erasure-lock.sql.js';
import { type EntityWithKey, findEntity } from '../find-entity.js';
import { hashKey, newSalt } from '../key-hash.js';
import { RefusedRowsEraser } from '../refused-rows/refused-rows.js';
import { eraseJobErrors } from './erase-job-errors.js';
import { awaitBuildersOf, eraseTrainingRows } from './erase-training-rows.js';
import { type ErasureRow, ensureSalt, findNewestErasure, insertErasure } from './erasure.sql.js';
import type { ErasedFeatureRows } from './erasure.type.js';

/** What eraseEntity did: the proof, and whether this call removed anything. */
export interface ErasedEntity {
  readonly entity: EntityWithKey['entity'];
  readonly proof: ErasureRow;
  readonly erased: boolean;
}

/**
 * Removes the values of one key from every feature set version and training set, in one transaction, and keeps a proof.
 * Asked again it changes nothing and gives the same proof. NOT_FOUND for a key that has no rows and never lost any: a
 * misspelt key must not pass for an erasure.
 */
export async function eraseEntity(
  database: Database,
  graph: Graph,
  caller: Caller,
  ref: string,
  entityKey: unknown,
  reason: string | null,
): Promise<ErasedEntity> {
  caller.demand('entity:erase');
  const found = await findEntity(database, graph, caller, ref, entityKey);
  const entityId = found.entity.nodeId;
  const salt = await ensureSalt(database, entityId, newSalt());
  const keyHash = await hashKey(found.key, salt);
  const known = (await selectEntityStorages(database, entityId)).map(({ storage }) => storage);
  const erase = async (tx: Transaction) => {
    const notes = graph.record(tx, caller, 'entity:erase', reason);
    await awaitErasures(tx, entityId);
    // Before writers are kept out, for to read a spine may take long, and so may what was refused.
    const locked = await awaitBuildersOf(tx, entityId);
    const refused = new RefusedRowsEraser(tx, found);
    await refused.erase(await selectEntityStorages(tx, entityId));
    const storages = await selectEntityStorages(tx, entityId);
    // Rows that others are writing now are waited for, and erased too.
    await awaitWriters(
      tx,
      storages.map(({ storage }) => storage),
    );
    await refused.erase(storages);
    const featureRows = await eraseFeatureRows(tx, storages, found, await refused.finish());
    const trainingRows = await eraseTrainingRows(tx, entityId, found.key, locked);
    await eraseJobErrors(tx, found);
    const erased = featureRows.length + trainingRows.length > 0;
    const earlier = erased ? null : await findNewestErasure(tx, entityId, keyHash);
    if (!erased && earlier === null) return undefined;
    const made = { id: newNodeId(), entityId, keyHash, reason, erasedBy: caller.user, featureRows, trainingRows };
    if (erased) {
      // The log tells a key by its salted hash alone.
      notes.changedThing(`erasure/${made.id}`, null, { keyHash, featureRows, trainingRows });
      notes.about(entityId);
    }
    return { entity: found.entity, proof: earlier ?? (await insertErasure(tx, made)), erased };
  };
  const answer = await database.shares.use(known, () => database.quietTransaction(erase));
  // Not within the transaction: what else named the key is gone even if no row had it.
  if (answer === undefined) throw nothingToErase(found);
  return answer;
}

function nothingToErase({ entity, key }: EntityWithKey): Error {
  const message = `No row of the entity "${entity.name}" has the key ${key}, and none was ever erased, so there is nothing to prove. Look for the key with entityTrace.`;
  return notFound(message, { field: 'key' });
}

async function eraseFeatureRows(
  tx: Transaction,
  storages: readonly EntityStorage[],
  found: EntityWithKey,
  refused: ReadonlyMap<string, number>,
): Promise<ErasedFeatureRows[]> {
  const tables = storages.map(({ storage }) => forgetfulStorage(storage));
  const names = tables.flat().map(({ name }) => name);
  // Statistics may still name it though its last row went long ago.
  const naming = await selectTablesNaming(tx, names, found.key);
  const erased: ErasedFeatureRows[] = [];
  for (const [index, { storage, label }] of storages.entries()) {
    const counts = { ...(await deleteKeyRows(tx, storage, found.key)), refusedRows: refused.get(label) ?? 0 };
    if (counts.onlineRows + counts.historyRows + counts.refusedRows > 0)
      erased.push({ featureSetVersion: label, ...counts });
    const had = [counts.onlineRows, counts.historyRows];
    for (const [at, table] of (tables[index] ?? []).entries())
      if ((had[at] ?? 0) > 0 || naming.has(table.name)) await renewStatistics(tx, table);
  }
  return erased;
}
