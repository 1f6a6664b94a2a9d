import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict } from '../../platform/errors.js';
import { Entity } from '../definitions/entities/entity.entity.js';
import type { FeatureSet } from '../definitions/feature-set.entity.js';
import { checkAgainstKeys, type PublishFeatureSetInput } from '../definitions/feature-set.input.js';
import { ENTITY } from '../feature-kinds.js';

/** The entity that a definition is about. Throws NOT_FOUND for an unknown one, BAD_USER_INPUT where a feature has the name of its key. */
export async function requireEntity(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  input: PublishFeatureSetInput,
): Promise<Entity> {
  const { id } = await graph.references.resolve(tx, caller.project, input.entity, [ENTITY]);
  const entity = await graph.nodes.within(tx).get(Entity, id);
  checkAgainstKeys(input, entity.joinKeys);
  return entity;
}

/** Throws CONFLICT for a set that is about another entity. */
export function requireSameEntity(existing: FeatureSet, entity: Entity, input: PublishFeatureSetInput): void {
  if (existing.node.parentId === entity.nodeId) return;
  throw conflict(
    `The feature set "${input.name}" is about another entity than "${input.entity}"; that can't change. Choose another name.`,
    { field: 'entity', found: input.entity },
  );
}
