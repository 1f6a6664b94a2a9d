import type { ClientBase } from 'pg';
import { runQuery } from '../../platform/database/queryable.js';
import { onlineTable } from '../definitions/storage.sql.js';

/** The statement of a plan: `$1`, `$2`, … are the keys for each set, in the order of the sets. */
export interface OnlineStatement {
  readonly name: string;
  readonly text: string;
}

/** One online row as PostgreSQL wrote it, all text: set index, key, values, and the times where they were read. */
export type OnlineRow = readonly [set: string, key: string, values: string, eventTime?: string, ingestTime?: string];

/**
 * Reads the online rows of some keys from one or several feature set versions in one round trip. Index: primary keys.
 * The values alone take half the time of the values with their times: PostgreSQL spends it on writing dates.
 */
export function onlineStatement(storages: readonly number[], columns: 'values' | 'values and times'): OnlineStatement {
  const [prefix, times] = columns === 'values' ? ['online_values', ''] : ['online', ', event_time, ingest_time'];
  return {
    name: `${prefix}_${storages.join('_')}`,
    text: storages
      .map(
        (storage, set) =>
          `select ${set}, key, "values"${times} from ${onlineTable(storage)} where key = any($${set + 1}::text[])`,
      )
      .join(' union all '),
  };
}

// Values are passed on as the text that they are; parsing them into objects would double the cost of a lookup.
const RAW_TEXT = { getTypeParser: () => (text: string) => text };

/** Runs the statement of a plan. */
export async function selectOnlineRows(
  client: ClientBase,
  statement: OnlineStatement,
  keysPerSet: readonly (readonly string[])[],
): Promise<OnlineRow[]> {
  const result = await runQuery(client, {
    // PostgreSQL cuts names at 63 bytes, which could make two statements one.
    ...(statement.name.length < 60 ? { name: statement.name } : {}),
    text: statement.text,
    values: [...keysPerSet],
    rowMode: 'array',
    types: RAW_TEXT,
  });
  return result.rows as OnlineRow[];
}
