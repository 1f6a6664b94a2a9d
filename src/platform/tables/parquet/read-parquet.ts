import { join } from 'node:path';
import { keepOnDisk } from '../keep-on-disk.js';
import { type TableBatch, type TableRow, TOO_LONG, UnreadableRow } from '../table-batch.js';
import { temporaryDirectory } from '../temporary-directory.js';
import type { ParquetSlice } from './duckdb-task.js';
import { runDuckdb } from './run-duckdb.js';

const TOO_MUCH =
  'The Parquet file takes too much memory to be read: its pages or lists are too large, or its columns too many, when they are unpacked. Write it with smaller pages, or send the rows as NDJSON.';

/** Reads a Parquet file slice by slice. It is kept on disk meanwhile, for its directory stands at its end. */
export async function* readParquet(
  source: AsyncIterable<Buffer>,
  timeZone: string | undefined,
): AsyncGenerator<TableBatch> {
  const directory = await temporaryDirectory();
  try {
    const file = join(directory.path, 'table.parquet');
    await keepOnDisk(source, file);
    let firstRow = 1;
    for await (const slice of runDuckdb({ kind: 'read', directory: directory.path, file, timeZone }, TOO_MUCH)) {
      yield { firstRow, rows: Array.from({ length: slice.count }, (_, row) => rowOf(slice, row)) };
      firstRow += slice.count;
    }
  } finally {
    await directory.remove();
  }
}

function rowOf({ names, columns, tooLong }: ParquetSlice, row: number): TableRow {
  const text = tooLong.get(row);
  if (text !== undefined) return new UnreadableRow(TOO_LONG, text);
  const values: Record<string, unknown> = {};
  for (let index = 0; index < names.length; index++) values[names[index] as string] = columns[index]?.[row];
  return values;
}
