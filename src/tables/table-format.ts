import { badInput } from '../platform/errors.js';

/** A format that tables travel in. */
export type TableFormat = 'ndjson' | 'csv' | 'parquet';

/** The content type that each format is answered with. */
export const CONTENT_TYPE: Readonly<Record<TableFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  parquet: 'application/vnd.apache.parquet',
};

/** Every content type that a format is accepted under. */
const ACCEPTED: Readonly<Record<string, TableFormat>> = {
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'application/x-jsonlines': 'ndjson',
  'text/csv': 'csv',
  'application/vnd.apache.parquet': 'parquet',
  'application/x-parquet': 'parquet',
};
export const TABLE_CONTENT_TYPES = Object.keys(ACCEPTED);

const EXTENSIONS: Readonly<Record<string, TableFormat>> = {
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  csv: 'csv',
  parquet: 'parquet',
};

/** The format of a Content-Type header, whatever its parameters; undefined for any other type. */
export function formatOfContentType(header: string | undefined): TableFormat | undefined {
  return ACCEPTED[header?.split(';')[0]?.trim().toLowerCase() ?? ''];
}

/** The format that a file's name says. Throws BAD_USER_INPUT for any other ending. */
export function formatOfFileName(name: string): TableFormat {
  const format = EXTENSIONS[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
  if (format !== undefined) return format;
  throw badInput(`"${name}" does not say its format; a name ends in .ndjson, .jsonl, .csv or .parquet.`, {
    found: name,
    expected: Object.keys(EXTENSIONS),
  });
}
