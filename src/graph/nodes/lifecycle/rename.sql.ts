import { statement } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { changeNotes } from '../changes/change-notes.js';

const RENAME = statement(
  'rename_node',
  `with known as materialized (select id, name, label from node where id = $1 and deleted_at is null for update)
   update node n set name = $2, label = $3 from known where n.id = known.id and n.name <> $2
   returning known.name as "oldName", known.label as "oldLabel"`,
);

const RENAME_VERSIONS = statement(
  'rename_versions',
  `with known as materialized (
     select id, name, label from node where parent_id = $1 and version is not null and deleted_at is null order by id for update
   )
   update node n set name = $2, label = $3 || '@' || n.version from known where n.id = known.id
   returning n.id, known.name as "oldName", known.label as "oldLabel", n.label`,
);

interface Renamed {
  readonly oldName: string;
  readonly oldLabel: string;
}

/** Gives a living node another name, and its living versions with it; nothing else refers to a node by its name. Indexes: primary key, node_version. */
export async function renameNode(tx: Transaction, id: string, name: string, label: string): Promise<void> {
  const [row] = await tx.query<Renamed>(RENAME, [id, name, label]);
  if (row === undefined) return;
  const notes = changeNotes(tx);
  notes.changed(id, { name: row.oldName, label: row.oldLabel }, { name, label });
  for (const version of await tx.query<Renamed & { id: string; label: string }>(RENAME_VERSIONS, [id, name, label]))
    notes.changed(version.id, { name: version.oldName, label: version.oldLabel }, { name, label: version.label });
}
