import { readCsv } from './read-csv.js';
import { readNdjson } from './read-ndjson.js';
import { readParquet } from './read-parquet.js';
import type { TableBatch } from './table-batch.js';
import type { TableFormat } from './table-format.js';

export interface TableOptions {
  /** Where times without zone belong in a Parquet file, such as `UTC`. */
  readonly timeZone?: string | undefined;
}

/**
 * Reads a table of any size, batch by batch: it takes from `source` only what has been asked for. Cells of NDJSON and Parquet are
 * JSON-like values, those of CSV text or null. Throws BAD_USER_INPUT where the whole can't be read.
 */
export function readTable(
  source: AsyncIterable<Buffer>,
  format: TableFormat,
  options: TableOptions = {},
): AsyncGenerator<TableBatch> {
  switch (format) {
    case 'ndjson':
      return readNdjson(source);
    case 'csv':
      return readCsv(source);
    case 'parquet':
      return readParquet(source, options.timeZone);
  }
}
