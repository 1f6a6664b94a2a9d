import { Entity } from '../../features/definitions/entities/entity.entity.js';
import { ENTITY } from '../../features/feature-kinds.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Database } from '../../platform/database/database.js';
import { badInput } from '../../platform/errors.js';
import { describeValue } from '../../platform/text/describe-value.js';
import { didYouMean, nearNames } from '../../platform/text/did-you-mean.js';
import { type EntityKey, keyEncoderOf } from '../../values/entity-keys.js';

/** One entity, and one of its keys as feature rows store it. */
export interface EntityWithKey {
  readonly entity: Entity;
  /** Canonical JSON array text. */
  readonly key: string;
}

/** Reads `airport` and `{"airport": "SEA"}`. An unknown entity is NOT_FOUND; a missing, extra or ill-typed join key BAD_USER_INPUT. */
export async function findEntity(
  database: Database,
  graph: Graph,
  caller: Caller,
  ref: string,
  key: unknown,
): Promise<EntityWithKey> {
  const { id } = await graph.references.resolve(database, caller.project, ref, [ENTITY]);
  const entity = await graph.nodes.get(Entity, id);
  return { entity, key: encodeKey(entity, key) };
}

function encodeKey(entity: Entity, key: unknown): string {
  const names = entity.joinKeys.map(({ name }) => name);
  if (typeof key !== 'object' || key === null || Array.isArray(key)) {
    throw badInput(`key is ${describeValue(key)}; it is an object of ${names.join(', ')}.`, { field: 'key' });
  }
  const extra = Object.keys(key).find((name) => !names.includes(name));
  if (extra !== undefined) {
    throw badInput(
      `key has "${extra}", which is no join key of ${entity.name}; it has ${names.join(', ')}.${didYouMean(nearNames(extra, names))}`,
      {
        field: extra,
        expected: names,
      },
    );
  }
  return keyEncoderOf(entity.joinKeys)(key as EntityKey, () => 'key');
}
