import { Turns } from '../platform/turns/turns.js';
import type { Delimiter } from './csv/csv-delimiter.js';
import { readCsv } from './csv/read-csv.js';
import { readParquet } from './parquet/read-parquet.js';
import { readNdjson } from './read-ndjson.js';
import { recognizeBytes } from './recognize-bytes.js';
import type { TableBatch } from './table-batch.js';
import type { TableFormat } from './table-format.js';

export interface TableOptions {
  /** Where times without zone belong in a Parquet file, such as `UTC`. */
  readonly timeZone?: string | undefined;
  /** What stands between the cells of a CSV; comma unless said. */
  readonly delimiter?: Delimiter | undefined;
}

/**
 * Reads a table of any size, batch by batch: it takes from `source` only what has been asked for, and no batch holds more than about two
 * megabytes; between batches others are served. Cells of NDJSON and Parquet are JSON-like values, those of CSV text or null. Throws BAD_USER_INPUT where the whole can't be read.
 */
export async function* readTable(
  source: AsyncIterable<Buffer>,
  format: TableFormat,
  options: TableOptions = {},
): AsyncGenerator<TableBatch> {
  const turns = new Turns();
  for await (const batch of batchesOf(source, format, options)) {
    yield batch;
    if (turns.isOver) await turns.next();
  }
}

function batchesOf(
  source: AsyncIterable<Buffer>,
  format: TableFormat,
  options: TableOptions,
): AsyncGenerator<TableBatch> {
  switch (format) {
    case 'ndjson':
      return readNdjson(recognizeBytes(source, format));
    case 'csv':
      return readCsv(recognizeBytes(source, format), options.delimiter);
    case 'parquet':
      return readParquet(source, options.timeZone);
  }
}
