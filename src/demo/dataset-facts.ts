import { createHash } from 'node:crypto';

export type ColumnType = 'BOOL' | 'INT64' | 'FLOAT64' | 'STRING' | 'TIMESTAMP';

/** What a column holds, over all rows. min and max: numbers, or RFC 3339 UTC text for TIMESTAMP; absent for STRING. */
export interface ColumnStatistics {
  nullCount: number;
  distinctCount: number;
  min?: number | string;
  max?: number | string;
  mean?: number;
}

export interface ColumnDefinition {
  name: string;
  type: ColumnType;
  description: string;
}

export interface ColumnFacts extends ColumnDefinition {
  statistics: ColumnStatistics;
}

/** All that registering a dataset version needs to know about one immutable file. */
export interface DatasetFacts {
  name: string;
  description: string;
  /** Where these very bytes are, as a URI with a version. */
  locationUri: string;
  format: 'parquet' | 'csv';
  rowCount: number;
  byteCount: number;
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  sha256: string;
  columns: ColumnFacts[];
}

export type CellValue = number | string | null;

export interface DatasetSource<Name extends string> {
  name: string;
  description: string;
  locationUri: string;
  format: 'parquet' | 'csv';
  bytes: Buffer;
  columns: readonly (ColumnDefinition & { name: Name })[];
  rows: readonly Record<Name, CellValue>[];
}

/** Counts, hashes and summarises a file that has been read already; rows hold what the columns are named after. */
export function describeDataset<Name extends string>(source: DatasetSource<Name>): DatasetFacts {
  const { bytes, columns, rows, ...rest } = source;
  return {
    ...rest,
    rowCount: rows.length,
    byteCount: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    columns: columns.map((column) => ({
      ...column,
      statistics: summarise(
        rows.map((row) => row[column.name]),
        column.type,
      ),
    })),
  };
}

function summarise(cells: readonly CellValue[], type: ColumnType): ColumnStatistics {
  const values = cells.filter((cell) => cell !== null);
  const counts = { nullCount: cells.length - values.length, distinctCount: new Set(values).size };
  const [first] = values;
  if (first === undefined || type === 'STRING') return counts;
  // RFC 3339 texts of one zone and precision sort like the times they name.
  const min = values.reduce((least, value) => (value < least ? value : least), first);
  const max = values.reduce((most, value) => (value > most ? value : most), first);
  if (typeof first === 'string') return { ...counts, min, max };
  return { ...counts, min, max, mean: values.reduce<number>((sum, value) => sum + Number(value), 0) / values.length };
}
