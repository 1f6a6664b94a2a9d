import { badInput } from '../platform/errors.js';
import type { TableFormat } from './table-format.js';

/** How other kinds of files begin, and what to do with them instead. */
const BEGINNINGS: readonly [begin: string, what: string, instead: string][] = [
  ['\x1f\x8b', 'compressed with gzip', 'send it uncompressed'],
  ['PK\x03\x04', 'a ZIP archive, or a workbook', 'send the table in it as CSV'],
  ['\x28\xb5\x2f\xfd', 'compressed with zstd', 'send it uncompressed'],
  ['BZh', 'compressed with bzip2', 'send it uncompressed'],
  ['PAR1', 'a Parquet file', 'send it as application/vnd.apache.parquet'],
  ['ARROW1', 'an Arrow file', 'write it as Parquet'],
  ['\xff\xfe', 'UTF-16', 'save it as UTF-8'],
  ['\xfe\xff', 'UTF-16', 'save it as UTF-8'],
];
/** UTF-16 says nothing at its beginning where it has no byte order mark; but every other byte of plain text is 0 in it. */
const WIDE = /^(?:\0[^\0]|[^\0]\0)/;
const WIDE_TEXT = ['', 'UTF-16', 'save it as UTF-8'] as const;

/** Passes the bytes of a text table on. Throws BAD_USER_INPUT when they begin as another kind of file does. */
export async function* recognizeBytes(source: AsyncIterable<Buffer>, format: TableFormat): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of source) {
    if (first && chunk.length > 0) {
      const begin = chunk.subarray(0, 8).toString('latin1');
      const other = BEGINNINGS.find(([bytes]) => begin.startsWith(bytes)) ?? (WIDE.test(begin) ? WIDE_TEXT : undefined);
      if (other !== undefined)
        throw badInput(`The body is not ${format.toUpperCase()} but ${other[1]}; ${other[2]}.`, {
          expected: format,
          found: other[1],
        });
      first = false;
    }
    yield chunk;
  }
}
