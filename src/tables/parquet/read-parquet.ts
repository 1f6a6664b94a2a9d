import { join } from 'node:path';
import { badInput } from '../../platform/errors.js';
import { keepOnDisk } from '../keep-on-disk.js';
import { rowOfCells, type TableBatch, type TableRow, TOO_LONG, UnreadableRow } from '../table-batch.js';
import { temporaryDirectory } from '../temporary-directory.js';
import type { ParquetReading, ParquetSlice } from './duckdb/duckdb-task.js';
import { DuckdbEnded, runDuckdb } from './duckdb/run-duckdb.js';
import { checkParquet } from './footer/parquet-ends.js';

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
    await checkParquet(file);
    yield* readTwice({
      kind: 'read',
      directory: directory.path,
      file,
      timeZone,
      skip: 0,
      byColumns: false,
    });
  } finally {
    await directory.remove();
  }
}

/** Once as it is; where that takes too much memory, the rest by columns. */
async function* readTwice(task: ParquetReading): AsyncGenerator<TableBatch> {
  let { skip, exactTimes } = task;
  for (const byColumns of [false, true]) {
    try {
      for await (const message of runDuckdb({ ...task, skip, byColumns, exactTimes })) {
        if ('exactTimes' in message) {
          exactTimes = message.exactTimes;
          continue;
        }
        if (!('slice' in message)) continue;
        const { slice } = message;
        yield { firstRow: skip + 1, rows: Array.from({ length: slice.count }, (_, row) => rowOf(slice, row)) };
        skip += slice.count;
      }
      return;
    } catch (error) {
      if (!(error instanceof DuckdbEnded)) throw error;
      // It ended over the footer, and may have left one that says half.
      if (exactTimes === undefined) break;
    }
  }
  throw badInput(TOO_MUCH);
}

function rowOf({ names, columns, tooLong }: ParquetSlice, row: number): TableRow {
  const text = tooLong.get(row);
  if (text !== undefined) return new UnreadableRow(TOO_LONG, text);
  return rowOfCells(names, (index) => columns[index]?.[row]);
}
