import { decodeCursor, notACursor, type PageRequest } from '../../../../platform/database/keyset.js';
import { type Queryable, statement } from '../../../../platform/database/queryable.js';
import { onlineTable } from '../../../definitions/storage/storage.sql.js';

/** A key that has an online row. */
export interface StoredKey {
  /** Canonical JSON array text. */
  readonly key: string;
  /** PostgreSQL's own text: a Date has no microseconds. */
  readonly eventTime: string;
  readonly ingestTime: string;
}

/** The keys of a feature set version in the order of their text, one more than the page holds. Index: primary key. */
export function selectKeys(
  db: Queryable,
  storage: number,
  page: PageRequest,
  signal?: AbortSignal,
): Promise<StoredKey[]> {
  const after = page.after === undefined ? '' : readKeyCursor(page.after, storage);
  const scan = statement(
    `scan_keys_${storage}`,
    `select key, event_time::text as "eventTime", ingest_time::text as "ingestTime" from ${onlineTable(storage)}
     where key > $1 order by key limit $2`,
  );
  // No key is the empty text, so every key is greater.
  return db.query<StoredKey>(scan, [after, page.first + 1], signal);
}

/** The values of a cursor behind a key: another feature set version has other keys. */
export function keyCursor(storage: number, key: string): string[] {
  return [String(storage), key];
}

/** The key that a page begins behind. Throws BAD_USER_INPUT for the cursor of another list. */
export function readKeyCursor(cursor: string, storage: number): string {
  const [of, key] = decodeCursor(cursor, ['int', 'key']);
  if (of === String(storage) && key != null) return key;
  throw notACursor(cursor);
}
