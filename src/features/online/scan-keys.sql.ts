import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { onlineTable } from '../definitions/storage.sql.js';

/** A key that has an online row. */
export interface StoredKey {
  /** Canonical JSON array text. */
  readonly key: string;
  readonly eventTime: Date;
  readonly ingestTime: Date;
}

/** The keys of a feature set version in the order of their text, one more than the page holds. Index: primary key. */
export function selectKeys(
  db: Queryable,
  storage: number,
  page: PageRequest,
  signal?: AbortSignal,
): Promise<StoredKey[]> {
  const [after] = page.after === undefined ? [null] : decodeCursor(page.after, ['text']);
  const scan = statement(
    `scan_keys_${storage}`,
    `select key, event_time as "eventTime", ingest_time as "ingestTime" from ${onlineTable(storage)}
     where key > $1 order by key limit $2`,
  );
  // No key is the empty text, so every key is greater.
  return db.query<StoredKey>(scan, [after ?? '', page.first + 1], signal);
}
