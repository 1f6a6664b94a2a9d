import { describeTombstone } from '../../graph/nodes/lifecycle/tombstone.js';
import { selectTombstones } from '../../graph/nodes/lifecycle/tombstone.sql.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import type { NodeKind } from '../../graph/nodes/node-kind.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import { type DeletedNode, selectDeletedUpstream } from './deleted-upstream.sql.js';

const NAMED = 10;

/**
 * Throws FAILED_PRECONDITION where something that model versions depend on was deleted. What they are served from must
 * always be there; `allowDeleted` is for what they were made from.
 */
export async function requireDeployable(
  db: Queryable,
  modelVersionIds: readonly string[],
  allowDeleted: boolean,
): Promise<void> {
  const deleted = await selectDeletedUpstream(db, modelVersionIds);
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

async function refusal(db: Queryable, deleted: readonly DeletedNode[], wayOut: string): Promise<Error> {
  const named = deleted.slice(0, NAMED).map(({ id }) => id);
  const tombstones = new Map((await selectTombstones(db, named)).map((tombstone) => [tombstone.id, tombstone]));
  const said = named.flatMap((id) => tombstones.get(id) ?? []).map(describeTombstone);
  const more = deleted.length > NAMED ? `; and ${deleted.length - NAMED} more` : '';
  return failedPrecondition(`What is to be deployed needs what is gone: ${said.join('; ')}${more}. ${wayOut}`, {
    field: 'bindings',
    deleted: deleted.map(({ id, kind, label }) => ({ id: toPublicId(kind as NodeKind, id), kind, label })),
  });
}
