import type { ClientBase } from 'pg';
import QueryStream from 'pg-query-stream';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { rowsTable, spineTable } from '../spines/spine.sql.js';

/** One row: the JSON arrays of the spine's columns and of the features'. */
export type TrainingRow = readonly [spine: string, values: string];

const ROWS_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** Bytes of the longest row of a training set. A scan that reads no long text: PostgreSQL keeps their lengths beside the rows. */
export async function longestTrainingRow(db: Queryable, storage: number): Promise<number> {
  const text = `select coalesce((select max(octet_length(spine)) from ${spineTable(storage)}), 0)
    + coalesce((select max(octet_length("values")) from ${rowsTable(storage)}), 0) as bytes`;
  return (await db.query<{ bytes: number }>(statement('', text)))[0]?.bytes ?? 0;
}

/**
 * The rows of a training set in the order of its spine, through a cursor: only as many as are asked for, and fewer at once where they may be long.
 * Indexes: primary keys.
 */
export function streamTrainingRows(
  client: ClientBase,
  storage: number,
  longest: number,
): AsyncIterable<TrainingRow> & { destroy(): void } {
  const batchSize = Math.max(1, Math.min(ROWS_AT_ONCE, Math.floor(BYTES_AT_ONCE / (longest + 1))));
  const query = new RowStream(
    `select s.spine, r."values" from ${spineTable(storage)} s join ${rowsTable(storage)} r using (number) order by number`,
    [],
    { batchSize, highWaterMark: batchSize, rowMode: 'array' },
  );
  return client.query(query) as never;
}

/** How long PostgreSQL may take to say that a cursor is closed. */
const FAREWELL_MS = 1_000;

/** By itself it ends once PostgreSQL has said that its cursor is closed: where the connection is gone, never. Whoever closes the session sees to the rest. */
class RowStream extends QueryStream {
  override _destroy(error: Error | null, ended: (error?: Error | null) => void): void {
    const timer = setTimeout(ended, FAREWELL_MS, error);
    super._destroy(error as Error, (problem?: Error | null) => {
      clearTimeout(timer);
      ended(problem);
    });
  }
}
