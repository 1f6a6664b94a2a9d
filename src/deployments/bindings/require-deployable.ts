import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import { holdNodes } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import { describeTombstone } from '../../graph/nodes/lifecycle/tombstone.js';
import { selectTombstones } from '../../graph/nodes/lifecycle/tombstone.sql.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import { selectUnkeptUpstream, type UnkeptNode } from './unkept-upstream.sql.js';

const NAMED = 10;

/**
 * Throws FAILED_PRECONDITION where something that model versions depend on was deleted. What they are served from must
 * always be there; `allowDeleted` is for what they were made from.
 */
export async function requireDeployable(
  db: Queryable,
  project: string,
  modelVersionIds: readonly string[],
  allowDeleted: boolean,
): Promise<void> {
  const deleted = await deletedUpstream(db, project, modelVersionIds);
  const served = deleted.filter((node) => node.served);
  if (served.length > 0) {
    throw await refusal(
      db,
      served,
      'Nothing can be served without it: deploy a model version whose features are there.',
    );
  }
  if (deleted.length > 0 && !allowDeleted) {
    throw await refusal(db, deleted, 'To deploy all the same, as for a rollback, say allowDeletedUpstream: true.');
  }
}

/**
 * What was deleted of all that model versions depend on. In their project nothing is deleted before the transaction ends; what is of other
 * projects is held so that it can't be either, which waits for whoever is deleting it.
 */
async function deletedUpstream(
  db: Queryable,
  project: string,
  modelVersionIds: readonly string[],
): Promise<UnkeptNode[]> {
  const find = () => selectUnkeptUpstream(db, project, modelVersionIds);
  const found = await find();
  const elsewhere = found.flatMap(({ id, deleted }) => (deleted ? [] : [id]));
  const held = await holdNodes(db, elsewhere);
  const now = held.size === elsewhere.length ? found : await find();
  return now.filter(({ deleted }) => deleted);
}

async function refusal(db: Queryable, deleted: readonly UnkeptNode[], wayOut: string): Promise<Error> {
  const named = deleted.slice(0, NAMED).map(({ id }) => id);
  const tombstones = new Map((await selectTombstones(db, named)).map((tombstone) => [tombstone.id, tombstone]));
  const said = named.flatMap((id) => tombstones.get(id) ?? []).map(describeTombstone);
  const more = deleted.length > NAMED ? `; and ${deleted.length - NAMED} more` : '';
  return failedPrecondition(`What is to be deployed needs what is gone: ${said.join('; ')}${more}. ${wayOut}`, {
    field: 'bindings',
    deleted: deleted.map(({ id, kind, label }) => ({ id: toPublicId(kind as NodeKind, id), kind, label })),
  });
}
