import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { badInput } from '../../platform/errors.js';
import { BATCH_BYTES, type TableBatch, UnreadableRow } from '../../tables/table-batch.js';
import { copyIntoSpine, spineLine } from './spine.sql.js';
import type { SpineEncoder } from './spine-encoder.js';

/**
 * Checks the rows of a spine and copies them into its table, as fast as PostgreSQL takes them; how many. The first row that does not fit is
 * BAD_USER_INPUT with its place, and so is a spine without rows. `list` is what the message calls the table.
 */
export async function loadSpine(
  client: ClientBase,
  storage: number,
  encoder: SpineEncoder,
  batches: AsyncIterable<TableBatch> | Iterable<TableBatch>,
  place: (row: number) => string = (row) => `spine row ${row}`,
): Promise<number> {
  const counts = { rows: 0 };
  await pipeline(
    Readable.from(linesOf(encoder, batches, place, counts), { objectMode: false }),
    copyIntoSpine(client, storage),
  );
  if (counts.rows === 0) throw badInput('The spine has no rows; it needs at least one.', { field: 'spine' });
  return counts.rows;
}

async function* linesOf(
  encoder: SpineEncoder,
  batches: AsyncIterable<TableBatch> | Iterable<TableBatch>,
  place: (row: number) => string,
  counts: { rows: number },
): AsyncGenerator<string> {
  for await (const { firstRow, rows } of batches) {
    let text = '';
    for (const [index, row] of rows.entries()) {
      const number = firstRow + index;
      if (row instanceof UnreadableRow) throw badInput(`${place(number)} ${row.problem}.`, { row: number });
      text += spineLine(
        number,
        encoder.encode(row, () => place(number)),
      );
      if (text.length < BATCH_BYTES) continue;
      yield text;
      text = '';
    }
    counts.rows += rows.length;
    yield text;
  }
}
