import { Entity } from '../../../features/definitions/entities/entity.entity.js';
import { ENTITY } from '../../../features/feature-kinds.js';
import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { Database } from '../../../platform/database/database.js';
import { findEntity } from '../find-entity.js';
import { hashKey } from '../key-hash.js';
import { findSalt } from './erasure.sql.js';

/** What to list: the entity, and the hash of a key: null for all keys, undefined where nothing can have been erased. */
export async function findErasures(
  database: Database,
  graph: Graph,
  caller: Caller,
  ref: string,
  key: unknown,
): Promise<{ entity: Entity; keyHash: string | null | undefined }> {
  caller.demand('entity:trace');
  if (key == null) {
    const { id } = await graph.references.resolve(database, caller.project, ref, [ENTITY]);
    return { entity: await graph.nodes.get(Entity, id), keyHash: null };
  }
  const found = await findEntity(database, graph, caller, ref, key);
  const salt = await findSalt(database, found.entity.nodeId);
  return { entity: found.entity, keyHash: salt === undefined ? undefined : await hashKey(found.key, salt) };
}
