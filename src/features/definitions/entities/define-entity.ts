import type { Graph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { changeNotes } from '../../../graph/nodes/changes/change-notes.js';
import type { Database } from '../../../platform/database/database.js';
import { alreadyExists } from '../../../platform/errors.js';
import type { JoinKey } from '../../../values/join-key.js';
import { ENTITY } from '../../feature-kinds.js';
import { Entity } from './entity.entity.js';
import { checkEntity, type DefineEntityInput } from './entity.input.js';

/**
 * Defines an entity. Defining it again with the same join keys gives the same entity; with others ALREADY_EXISTS,
 * because stored keys would mean something else.
 */
export async function defineEntity(
  database: Database,
  graph: Graph,
  caller: Caller,
  input: DefineEntityInput,
): Promise<{ entity: Entity; created: boolean }> {
  caller.demand('entity:define');
  checkEntity(input);
  const joinKeys = input.joinKeys.map(({ name, type, description }) => ({
    name,
    type,
    description: description ?? null,
  }));
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'entity:define');
    const { id, created } = await graph.writer.ensureNode(tx, caller, { ...input, kind: ENTITY });
    if (created) {
      await tx.manager.insert(Entity, { nodeId: id, joinKeys });
      changeNotes(tx).changed(id, {}, { joinKeys });
    }
    const entity = await graph.nodes.within(tx).get(Entity, id);
    if (!created && !sameKeys(entity.joinKeys, joinKeys)) {
      throw alreadyExists(
        `The entity "${input.name}" exists with the join keys ${describe(entity.joinKeys)}; ${describe(joinKeys)} would be another entity. Choose another name.`,
        { field: 'joinKeys', expected: describe(entity.joinKeys), found: describe(joinKeys) },
      );
    }
    return { entity, created };
  });
}

function sameKeys(a: readonly JoinKey[], b: readonly JoinKey[]): boolean {
  return describe(a) === describe(b);
}

function describe(joinKeys: readonly JoinKey[]): string {
  return `(${joinKeys.map(({ name, type }) => `${name}: ${type}`).join(', ')})`;
}
