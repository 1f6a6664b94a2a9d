import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { changeNotes } from '../changes/change-notes.js';

/** What a new node is made of. */
export interface NewNode {
  readonly id: string;
  readonly kind: string;
  readonly project: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly version: number | null;
  readonly logical: boolean;
  readonly label: string | null;
  readonly description: string | null;
  readonly tags: Record<string, string>;
  readonly owner: string | null;
  readonly createdBy: string;
}

const INSERT_NODE = statement(
  'insert_node',
  `insert into node (id, kind, project, name, parent_id, version, logical, label, description, tags, owner, created_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   on conflict (project, label, kind) where deleted_at is null do nothing
   returning created_at as "createdAt"`,
);

/** Inserts a node; false when a living node of this kind already has its label. Index: node_label. */
export async function insertNode(tx: Transaction, node: NewNode): Promise<boolean> {
  const [row] = await tx.query<{ createdAt: Date }>(INSERT_NODE, [
    node.id,
    node.kind,
    node.project,
    node.name,
    node.parentId,
    node.version,
    node.logical,
    node.label,
    node.description,
    JSON.stringify(node.tags),
    node.owner,
    node.createdBy,
  ]);
  if (row === undefined) return false;
  const { id, logical: _, ...fields } = node;
  const notes = changeNotes(tx);
  notes.made(id, { ...fields, createdAt: row.createdAt });
  if (node.parentId !== null) notes.about(node.parentId);
  return true;
}

const FIND_BY_LABEL = statement(
  'find_node_by_label',
  'select id from node where project = $1 and label = $2 and kind = $3 and deleted_at is null',
);

/** The living node of a kind with this label. Index: node_label. */
export async function findByLabel(
  db: Queryable,
  project: string,
  label: string,
  kind: string,
): Promise<string | undefined> {
  return (await db.query<{ id: string }>(FIND_BY_LABEL, [project, label, kind]))[0]?.id;
}

const HOLD_BY_LABEL = statement('hold_node_by_label', `${FIND_BY_LABEL.text} for key share`);

/** The same, held so that it is not deleted before the transaction ends. Index: node_label. */
export async function holdByLabel(
  db: Queryable,
  project: string,
  label: string,
  kind: string,
): Promise<string | undefined> {
  return (await db.query<{ id: string }>(HOLD_BY_LABEL, [project, label, kind]))[0]?.id;
}

const LOCK_NODE = statement('lock_node', 'select id from node where id = $1 and deleted_at is null for no key update');

/** Makes other writers of this node wait until the transaction ends; false when it is gone. Index: primary key. */
export async function lockNode(db: Queryable, id: string): Promise<boolean> {
  return (await db.query(LOCK_NODE, [id])).length === 1;
}

const NEXT_VERSION = statement(
  'next_version',
  'update node set last_version = last_version + 1 where id = $1 returning last_version as version',
);

/** Takes the next version number of a node; a rollback gives it back, so there are no gaps. Index: primary key. */
export async function takeNextVersion(db: Queryable, id: string): Promise<number> {
  const [row] = await db.query<{ version: number }>(NEXT_VERSION, [id]);
  if (row === undefined) throw new Error(`node ${id} is gone`);
  return row.version;
}

const NEWEST_VERSIONS = statement(
  'newest_versions',
  `select distinct on (parent_id) parent_id as "parentId", id
   from node
   where parent_id = any($1) and version is not null and deleted_at is null
   order by parent_id, version desc`,
);

/** The newest living version of each node: parent id → version's id. Index: node_version. */
export async function findNewestVersions(
  db: Queryable,
  parentIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ parentId: string; id: string }>(NEWEST_VERSIONS, [parentIds]);
  return new Map(rows.map((row) => [row.parentId, row.id]));
}

const SET_CURRENT_VERSION = statement(
  'set_current_version',
  `with known as (select current_version_id as id from node where id = $1)
   update node set current_version_id = $2 from known where node.id = $1 and node.current_version_id is distinct from $2
   returning known.id as before`,
);

/** Says which version a node means where it is named alone. The node must be locked. Index: primary key. */
export async function setCurrentVersion(tx: Transaction, id: string, versionId: string): Promise<void> {
  const [row] = await tx.query<{ before: string | null }>(SET_CURRENT_VERSION, [id, versionId]);
  if (row === undefined) return;
  const notes = changeNotes(tx);
  notes.changed(id, { currentVersionId: row.before }, { currentVersionId: versionId });
  notes.about(versionId);
}

const LAST_VERSION = statement('last_version', 'select last_version as version from node where id = $1');

/** The last version number that a node has given; 0 for none. Index: primary key. */
export async function findLastVersion(db: Queryable, id: string): Promise<number> {
  return (await db.query<{ version: number }>(LAST_VERSION, [id]))[0]?.version ?? 0;
}

const VERSIONS = statement('versions', 'select id from node where parent_id = $1 and version is not null');

/** Every version of a node, deleted ones too. Index: node_version. */
export async function selectVersions(db: Queryable, id: string): Promise<string[]> {
  return (await db.query<{ id: string }>(VERSIONS, [id])).map((row) => row.id);
}
