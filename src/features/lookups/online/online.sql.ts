import type { ClientBase } from 'pg';
import { runQuery } from '../../../platform/database/queryable.js';
import { onlineTable } from '../../definitions/storage/storage.sql.js';
import { type ReadBudget, textWithinBudget } from './answers/text-within-budget.js';

/** The statement of a plan: `$1`, `$2`, … are the keys for each set, in the order of the sets. */
export interface OnlineStatement {
  /** Undefined: too long for PostgreSQL, which cuts names at 63 bytes and could make two statements one. */
  readonly name: string | undefined;
  readonly text: string;
  /** Whose rows it reads. */
  readonly storages: readonly number[];
}

/** One stored row as PostgreSQL wrote it, all text. No times where they were not read; `set` is its index among several. */
export type StoredRow = readonly [
  key: string,
  values: string,
  eventTime?: string | null,
  ingestTime?: string | null,
  set?: string,
];

/**
 * Reads the online rows of some keys from one or several feature set versions in one round trip. Index: primary keys.
 * The values alone take half the time of the values with their times: PostgreSQL spends it on writing dates.
 */
export function onlineStatement(storages: readonly number[], columns: 'values' | 'values and times'): OnlineStatement {
  const [prefix, times] =
    columns === 'values' ? ['online_values', 'null, null'] : ['online', 'event_time, ingest_time'];
  const name = `${prefix}_${storages.join('_')}`;
  const several = storages.length > 1;
  return {
    name: name.length < 60 ? name : undefined,
    storages,
    text: storages
      .map((storage, set) => {
        const list = several
          ? `key, "values", ${times}, ${set}`
          : columns === 'values'
            ? 'key, "values"'
            : `key, "values", ${times}`;
        return `select ${list} from ${onlineTable(storage)} where key = any($${set + 1}::text[])`;
      })
      .join(' union all '),
  };
}

/**
 * JSON texts as PostgreSQL writes an array, which escapes in them what JSON does: they hold no control characters. `pg` would take ten times as
 * long, and all sets at once.
 */
function arrayOfJson(texts: readonly string[]): string {
  return `{${JSON.stringify(texts).slice(1, -1)}}`;
}

/** Runs the statement of a plan. Throws what `budget` does for more than it allows. */
export function selectOnlineRows(
  client: ClientBase,
  { name, text }: OnlineStatement,
  keysPerSet: readonly (readonly string[])[],
  budget: ReadBudget,
): Promise<StoredRow[]> {
  const values = keysPerSet.map(arrayOfJson);
  // Values are passed on as the text that they are; parsing them into objects would double the cost of a lookup.
  return textWithinBudget(
    budget,
    // A plain literal: `pg` copies it, which takes five times as long for an object that was spread together.
    async (types) => (await runQuery(client, { name, text, values, rowMode: 'array', types })).rows as StoredRow[],
  );
}
