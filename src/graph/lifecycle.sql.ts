import { type Queryable, statement } from '../platform/database/queryable.js';

const LOCK_LIFECYCLE = statement(
  'lock_lifecycle',
  `select pg_advisory_xact_lock(hashtext('headwater lifecycle ' || $1))`,
);

/**
 * Deploying and deleting exclude each other within a project: without this a node could be deleted while a deployment
 * that needs it goes live.
 */
export async function lockLifecycle(db: Queryable, project: string): Promise<void> {
  await db.query(LOCK_LIFECYCLE, [project]);
}

const TOMBSTONE = statement(
  'tombstone',
  `update node set deleted_at = greatest(date_trunc('milliseconds', now()), created_at), deleted_by = $2, delete_reason = $3
   where (id = $1 or parent_id = $1) and deleted_at is null`,
);

/** Marks a node, and what belongs to it, as deleted; their names become free. Indexes: primary key, node_version. */
export async function tombstone(db: Queryable, id: string, user: string, reason: string | null): Promise<void> {
  await db.query(TOMBSTONE, [id, user, reason]);
}

const UPDATE_METADATA = statement(
  'update_metadata',
  `update node set
     description = case when $2 then $3 else description end,
     tags = case when $4 then $5::jsonb else tags end,
     owner = case when $6 then $7 else owner end
   where id = $1`,
);

/** Changes what is given (undefined keeps it, null clears it). Index: primary key. */
export async function updateMetadata(
  db: Queryable,
  id: string,
  change: {
    description?: string | null | undefined;
    tags?: Record<string, string> | undefined;
    owner?: string | null | undefined;
  },
): Promise<void> {
  await db.query(UPDATE_METADATA, [
    id,
    change.description !== undefined,
    change.description ?? null,
    change.tags !== undefined,
    JSON.stringify(change.tags ?? {}),
    change.owner !== undefined,
    change.owner ?? null,
  ]);
}
