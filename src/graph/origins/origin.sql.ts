import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';

const FIND_BY_ORIGIN = statement(
  'find_version_by_origin',
  `select n.id from version_origin o join node n on n.id = o.version_id
   where o.parent_id = $1 and o.origin = $2 and n.deleted_at is null`,
);

/** The living version of a node that came from there. Index: primary key of version_origin. */
export async function findByOrigin(db: Queryable, parentId: string, origin: string): Promise<string | undefined> {
  return (await db.query<{ id: string }>(FIND_BY_ORIGIN, [parentId, origin]))[0]?.id;
}

const NOTE_ORIGIN = statement(
  'note_version_origin',
  `insert into version_origin (parent_id, origin, version_id) values ($1, $2, $3)
   on conflict (parent_id, origin) do update set version_id = excluded.version_id`,
);

/** Says where a version came from; one that was deleted stands for it no longer. The parent must be locked. Index: primary key of version_origin. */
export async function noteOrigin(tx: Transaction, parentId: string, origin: string, versionId: string): Promise<void> {
  await tx.query(NOTE_ORIGIN, [parentId, origin, versionId]);
}
