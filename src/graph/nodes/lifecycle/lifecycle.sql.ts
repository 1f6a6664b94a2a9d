import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { changeNotes } from '../changes/change-notes.js';

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

/** So many of the nodes that go with another one find the change in their timelines; an experiment may have a million runs. */
const TOLD_OF = 1_000;

const TOMBSTONE = statement(
  'tombstone',
  `${BELONGING}
   , gone as (
     update node set deleted_at = greatest(date_trunc('milliseconds', statement_timestamp()), created_at), deleted_by = $2, delete_reason = $3
     where id = any(array(select id from belonging)) and deleted_at is null
     returning id, deleted_at
   )
   select count(*)::int as count, array(select id from gone where id <> $1 limit ${TOLD_OF}) as others,
     (select deleted_at from gone where id = $1) as "deletedAt"
   from gone`,
);

/** Marks a node, and what belongs to it, as deleted; their names become free. Indexes: primary key, node_version. */
export async function tombstone(tx: Transaction, id: string, user: string, reason: string | null): Promise<void> {
  const [gone] = await tx.query<{ count: number; others: string[]; deletedAt: Date | null }>(TOMBSTONE, [
    id,
    user,
    reason,
  ]);
  if (gone === undefined || gone.count === 0) return;
  const notes = changeNotes(tx);
  const { deletedAt } = gone;
  if (deletedAt !== null) notes.changed(id, {}, { deletedAt, deletedBy: user, deleteReason: reason });
  notes.about(...gone.others);
  notes.count('deleted', gone.count);
}

interface Metadata {
  readonly description: string | null;
  readonly tags: Record<string, string>;
  readonly owner: string | null;
}

interface OldMetadata {
  readonly oldDescription: string | null;
  readonly oldTags: Record<string, string>;
  readonly oldOwner: string | null;
}

const UPDATE_METADATA = statement(
  'update_metadata',
  `with known as materialized (select id, description, tags, owner from node where id = $1 for no key update)
   update node n set
     description = case when $2 then $3 else n.description end,
     tags = case when $4 then $5::jsonb else n.tags end,
     owner = case when $6 then $7 else n.owner end
   from known where n.id = known.id
   returning known.description as "oldDescription", known.tags as "oldTags", known.owner as "oldOwner", n.description, n.tags, n.owner`,
);

/** Changes what is given (undefined keeps it, null clears it). Index: primary key. */
export async function updateMetadata(
  tx: Transaction,
  id: string,
  change: {
    description?: string | null | undefined;
    tags?: Record<string, string> | undefined;
    owner?: string | null | undefined;
  },
): Promise<void> {
  const [row] = await tx.query<Metadata & OldMetadata>(UPDATE_METADATA, [
    id,
    change.description !== undefined,
    change.description ?? null,
    change.tags !== undefined,
    JSON.stringify(change.tags ?? {}),
    change.owner !== undefined,
    change.owner ?? null,
  ]);
  if (row === undefined) return;
  const { description, tags, owner, oldDescription, oldTags, oldOwner } = row;
  changeNotes(tx).changed(
    id,
    { description: oldDescription, tags: oldTags, owner: oldOwner },
    { description, tags, owner },
  );
}
