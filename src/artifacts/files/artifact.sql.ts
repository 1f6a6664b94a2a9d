import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A file of a node. */
export interface ArtifactRow {
  readonly nodeId: string;
  readonly path: string;
  /** SHA-256, in hexadecimal digits. */
  readonly digest: string;
  readonly size: number;
  readonly contentType: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const COLUMNS = `node_id as "nodeId", path, encode(digest, 'hex') as digest, size::float8 as size, content_type as "contentType",
     created_at as "createdAt", created_by as "createdBy"`;

const LOCK = statement(
  'lock_artifacts',
  `select pg_advisory_xact_lock(hashtextextended('headwater artifacts ' || $1::text, 0))`,
);

/** Makes others wait who change files of the node: two could else put a file where the other one puts a folder. */
export async function lockArtifacts(db: Queryable, nodeId: string): Promise<void> {
  await db.query(LOCK, [nodeId]);
}

const FIND = statement('find_artifact', `select ${COLUMNS} from artifact where node_id = $1 and path = $2`);

/** Index: primary key. */
export async function findArtifact(db: Queryable, nodeId: string, path: string): Promise<ArtifactRow | undefined> {
  return (await db.query<ArtifactRow>(FIND, [nodeId, path]))[0];
}

const CLASH = statement(
  'clashing_artifact',
  `select path from artifact where node_id = $1 and path = any($2)
   union all
   (select path from artifact where node_id = $1 and path >= $3 || '/' and path < $3 || '0' limit 1)
   limit 1`,
);

/** A file that stands where this path would need a folder, or one within what would be this file. Index: primary key. */
export async function findClash(
  db: Queryable,
  nodeId: string,
  path: string,
  folders: readonly string[],
): Promise<string | undefined> {
  return (await db.query<{ path: string }>(CLASH, [nodeId, folders, path]))[0]?.path;
}

const PUT = statement(
  'put_artifact',
  `insert into artifact (node_id, path, project, digest, size, content_type, created_by)
   values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7)
   on conflict (node_id, path) do update set digest = excluded.digest, size = excluded.size, content_type = excluded.content_type,
     created_at = excluded.created_at, created_by = excluded.created_by
   returning ${COLUMNS}`,
);

/** Writes a file down, in the place of one that has its path. Index: primary key. */
export async function putArtifactRow(
  db: Queryable,
  file: Omit<ArtifactRow, 'createdAt'> & { readonly project: string },
): Promise<ArtifactRow> {
  const { nodeId, path, project, digest, size, contentType, createdBy } = file;
  const [row] = await db.query<ArtifactRow>(PUT, [nodeId, path, project, digest, size, contentType, createdBy]);
  if (row === undefined) throw new Error('an upsert gave no row');
  return row;
}

/** What was said of deleted files; their contents may be unused now. */
const DELETING = `, unused as (
     update artifact_content c set unused_since = clock_timestamp() from (select distinct digest from gone) g where c.digest = g.digest
   )
   select count(*)::int as count, coalesce(sum(size), 0)::float8 as bytes from gone`;

const DELETE = statement(
  'delete_artifacts',
  `with gone as (
     delete from artifact where node_id = $1 and (path = $2 or ($3 and path >= $2 || '/' and path < $2 || '0')) returning digest, size
   ) ${DELETING}`,
);

export interface Removed {
  readonly count: number;
  readonly bytes: number;
}

/** Deletes a file, or with `below` a folder and all in it. Indexes: primary keys. */
export async function deleteArtifactRows(
  db: Queryable,
  nodeId: string,
  path: string,
  below: boolean,
): Promise<Removed> {
  return (await db.query<Removed>(DELETE, [nodeId, path, below]))[0] ?? { count: 0, bytes: 0 };
}

const DELETE_ALL = statement(
  'delete_all_artifacts',
  `with gone as (delete from artifact where node_id = $1 returning digest, size) ${DELETING}`,
);

/** Deletes all files of a node. Indexes: primary keys. */
export async function deleteAllArtifacts(db: Queryable, nodeId: string): Promise<Removed> {
  return (await db.query<Removed>(DELETE_ALL, [nodeId]))[0] ?? { count: 0, bytes: 0 };
}

const OF_DELETED = statement(
  'nodes_with_artifacts_to_clear',
  `select n.id, n.kind, n.project from node n
   where n.deleted_at < clock_timestamp() - $1 * interval '1 s' and n.id <> all($3) and exists (select from artifact a where a.node_id = n.id)
   order by n.deleted_at limit $2`,
);

/** Nodes that were deleted so long ago and still have files, but for some. Index: node_deleted_label; primary key. */
export function selectLongDeleted(
  db: Queryable,
  keepSeconds: number,
  limit: number,
  but: readonly string[],
): Promise<{ readonly id: string; readonly kind: NodeKind; readonly project: string }[]> {
  return db.query(OF_DELETED, [keepSeconds, limit, but]);
}
