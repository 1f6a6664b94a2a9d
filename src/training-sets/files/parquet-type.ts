import type { DataType } from '../../values/data-type.js';

/** How DuckDB reads a column of NDJSON, and what it makes of it; `$` is the column. */
export interface ParquetType {
  readonly read: string;
  readonly write: string;
}

const SCALARS: Readonly<Record<string, ParquetType>> = {
  BOOL: { read: 'BOOLEAN', write: '$' },
  INT64: { read: 'BIGINT', write: '$' },
  // Not every double is a JSON number: "NaN" and "Infinity" stand as text.
  FLOAT64: { read: 'VARCHAR', write: '$::DOUBLE' },
  STRING: { read: 'VARCHAR', write: '$' },
  TIMESTAMP: { read: 'VARCHAR', write: '$::TIMESTAMPTZ' },
  BYTES: { read: 'VARCHAR', write: 'from_base64($)' },
  JSON: { read: 'JSON', write: '$' },
};

/** The Parquet type of a type: INT64, DOUBLE, UTF8, BOOLEAN, TIMESTAMP (µs, UTC), BYTE_ARRAY, JSON, or a list of one. */
export function parquetTypeOf(type: DataType): ParquetType {
  const element = SCALARS[type.replace(/_LIST$/, '')];
  if (element === undefined) throw new Error(`the type ${type} has no Parquet type`);
  if (!type.endsWith('_LIST')) return element;
  const write = element.write === '$' ? '$' : `list_transform($, lambda x: ${element.write.replace('$', 'x')})`;
  return { read: `${element.read}[]`, write };
}
