import { type Queryable, statement } from '../../platform/database/queryable.js';

export interface DeletedNode {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly deletedAt: Date | null;
  readonly deletedBy: string | null;
  readonly deleteReason: string | null;
}

const HOLD = statement(
  'hold_deleted_node',
  `select id, name, parent_id as "parentId", deleted_at as "deletedAt", deleted_by as "deletedBy", delete_reason as "deleteReason"
   from node where id = $1 for update`,
);

/** A node, deleted or not, locked. Index: primary key. */
export async function holdDeleted(db: Queryable, id: string): Promise<DeletedNode | undefined> {
  return (await db.query<DeletedNode>(HOLD, [id]))[0];
}

const REVIVE = statement(
  'revive_nodes',
  `with back as (
     update node set deleted_at = null, deleted_by = null, delete_reason = null
     where id = $1 or (parent_id = $1 and kind = 'RUN' and deleted_at = $2 and deleted_by = $3)
     returning id
   )
   select count(*)::int as count, array(select id from back where id <> $1 limit 1000) as others from back`,
);

/** Brings a locked node back, and the runs that were deleted with it. Indexes: primary key, run_experiment. */
export async function reviveNodes(
  db: Queryable,
  { id, deletedAt, deletedBy }: DeletedNode,
): Promise<{ readonly count: number; readonly others: readonly string[] }> {
  const rows = await db.query<{ count: number; others: string[] }>(REVIVE, [id, deletedAt, deletedBy]);
  return rows[0] ?? { count: 0, others: [] };
}
