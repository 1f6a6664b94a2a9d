import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';

const MERGE_TAGS = statement(
  'merge_run_tags',
  `with known as materialized (select id, tags from node where id = $1 for no key update)
   update node n set tags = n.tags || $2::jsonb from known where n.id = known.id and not n.tags @> $2::jsonb
   returning known.tags as before, n.tags as after`,
);

/** Adds tags to the node of a locked run; false when it has them all. Index: primary key. */
export async function mergeTags(tx: Transaction, id: string, tags: Record<string, string>): Promise<boolean> {
  const [row] = await tx.query<{ before: object; after: object }>(MERGE_TAGS, [id, JSON.stringify(tags)]);
  if (row !== undefined) changeNotes(tx).changed(id, { tags: row.before }, { tags: row.after });
  return row !== undefined;
}

const DROP_TAGS = statement(
  'drop_run_tags',
  `with known as materialized (select id, tags from node where id = $1 for no key update)
   update node n set tags = n.tags - $2::text[] from known where n.id = known.id and n.tags ?| $2::text[]
   returning known.tags as before, n.tags as after`,
);

/** Takes tags away from the node of a locked run; gives the keys that there were. Index: primary key. */
export async function dropTags(tx: Transaction, id: string, keys: readonly string[]): Promise<string[]> {
  const [row] = await tx.query<{ before: object; after: object }>(DROP_TAGS, [id, keys]);
  if (row === undefined) return [];
  changeNotes(tx).changed(id, { tags: row.before }, { tags: row.after });
  return keys.filter((key) => Object.hasOwn(row.before, key));
}
