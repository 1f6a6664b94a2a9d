import { type Queryable, statement } from '../../../platform/database/queryable.js';

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

/*   entity ──▶ feature set ──▶ feature set version      whatever belongs to a node goes with it, at any depth  */
const BELONGING = `with recursive belonging (id) as (
     select $1::uuid
     union all
     select c.id from belonging b join node c on c.parent_id = b.id
   )`;

const LOCK_FOR_DELETION = statement(
  'lock_for_deletion',
  `select count(*)::int as locked from (
     select id from node
     where id = any(array(${BELONGING} select id from belonging)) and deleted_at is null
     order by id
     for update
   ) l`,
);

/**
 * Waits for transactions that hold the node or what belongs to it (holdNodes), and keeps others from doing so. What was
 * added meanwhile is locked by another round; the statement after the last one sees all of it. Indexes: primary key, node_version.
 */
export async function lockForDeletion(db: Queryable, id: string): Promise<void> {
  for (let before = -1; ; ) {
    const [row] = await db.query<{ locked: number }>(LOCK_FOR_DELETION, [id]);
    if (row === undefined || row.locked === before) return;
    before = row.locked;
  }
}

const HOLD_NODES = statement(
  'hold_nodes',
  'select id from node where id = any($1) and deleted_at is null order by id for key share',
);

/** Keeps living nodes from being deleted until the transaction ends; gives the ids of those that live. Index: primary key. */
export async function holdNodes(db: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await db.query<{ id: string }>(HOLD_NODES, [ids])).map((row) => row.id));
}

const TOMBSTONE = statement(
  'tombstone',
  `${BELONGING}
   update node set deleted_at = greatest(date_trunc('milliseconds', statement_timestamp()), created_at), deleted_by = $2, delete_reason = $3
   where id = any(array(select id from belonging)) and deleted_at is null`,
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
