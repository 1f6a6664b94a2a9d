import type { ClientBase } from 'pg';
import QueryStream from 'pg-query-stream';
import { rowsTable, spineTable } from './spine.sql.js';

/** One row: the JSON arrays of the spine's columns and of the features'. */
export type TrainingRow = readonly [spine: string, values: string];

const ROWS_AT_ONCE = 1_000;

/** The rows of a training set in the order of its spine, through a cursor: only as many as are asked for. Indexes: primary keys. */
export function streamTrainingRows(
  client: ClientBase,
  storage: number,
): AsyncIterable<TrainingRow> & { destroy(): void } {
  const query = new QueryStream(
    `select s.spine, r."values" from ${spineTable(storage)} s join ${rowsTable(storage)} r using (number) order by number`,
    [],
    { batchSize: ROWS_AT_ONCE, rowMode: 'array' },
  );
  return client.query(query) as never;
}
