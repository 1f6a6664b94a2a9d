import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { NodeKind } from '../kinds/node-kind.js';

/** What stays of a deleted node. */
export interface Tombstone {
  readonly id: string;
  readonly kind: NodeKind;
  /** What people wrote to refer to it, else its name. */
  readonly label: string;
  readonly deletedAt: Date;
  readonly deletedBy: string;
  readonly deleteReason: string | null;
}

const COLUMNS = `id, kind, coalesce(label, name) as label, deleted_at as "deletedAt",
     coalesce(deleted_by, 'unknown') as "deletedBy", delete_reason as "deleteReason"`;

const BY_ID = statement(
  'tombstones',
  `select ${COLUMNS} from node where id = any($1::uuid[]) and deleted_at is not null`,
);

/** Those of these nodes that were deleted. Index: primary key. */
export function selectTombstones(db: Queryable, ids: readonly string[]): Promise<Tombstone[]> {
  return db.query<Tombstone>(BY_ID, [ids]);
}

const BY_LABEL = statement(
  'tombstones_by_label',
  `select ${COLUMNS} from node
   where project = $1 and label = any($2) and deleted_at is not null
   order by deleted_at desc
   limit 20`,
);

/** What was called so and was deleted, last first. Index: node_deleted_label. */
export function selectTombstonesByLabel(
  db: Queryable,
  project: string,
  labels: readonly string[],
): Promise<Tombstone[]> {
  return db.query<Tombstone>(BY_LABEL, [project, labels]);
}

const NEWEST_VERSION = statement(
  'newest_deleted_version',
  `select ${COLUMNS} from node
   where parent_id = $1 and version is not null and deleted_at is not null
   order by version desc
   limit 1`,
);

/** The newest deleted version of a node. Index: node_version. */
export async function findNewestDeletedVersion(db: Queryable, parentId: string): Promise<Tombstone | undefined> {
  return (await db.query<Tombstone>(NEWEST_VERSION, [parentId]))[0];
}
