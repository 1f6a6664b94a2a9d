import type { DuckDBValue } from '@duckdb/node-api';
import { badInput } from '../errors.js';
import { parseJsonExactly } from '../http/json-body.js';
import { instantOfMicroseconds } from '../instant.js';

/** How one column of a Parquet file is read: what DuckDB selects, and what becomes of a value. */
export interface ParquetColumn {
  readonly name: string;
  readonly expression: string;
  readonly convert: (value: DuckDBValue) => unknown;
}

const NAIVE = /^TIMESTAMP(_S|_MS|_NS)?$/;
const PLAIN = /^(BOOLEAN|U?TINYINT|U?SMALLINT|U?INTEGER|FLOAT|DOUBLE|VARCHAR)$/;
const WHOLE = /^(U?BIGINT|U?HUGEINT)$/;

/**
 * Plans the reading of a column of a DuckDB type. Integers beyond 2^53 become bigints, times RFC 3339 text, BLOBs base64 text, decimals
 * FLOAT64, structs, maps and JSON what their JSON says, dates and UUIDs text. `timeZone` says where times without zone belong;
 * without it they are BAD_USER_INPUT.
 */
export function parquetColumn(name: string, type: string, timeZone: string | undefined): ParquetColumn {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  const column = (expression: string, convert: ParquetColumn['convert'] = (value) => value) => ({
    name,
    expression,
    convert: (value: DuckDBValue) => (value === null ? null : convert(value)),
  });
  if (type.endsWith('[]')) {
    const element = parquetColumn(name, type.slice(0, -2), timeZone);
    const inner =
      element.expression === quoted
        ? quoted
        : `list_transform(${quoted}, lambda x: ${element.expression.replace(quoted, 'x')})`;
    return column(inner, (value) => (value as { items: DuckDBValue[] }).items.map(element.convert));
  }
  if (PLAIN.test(type)) return column(quoted);
  if (WHOLE.test(type)) return column(quoted, (value) => exactNumber(value as bigint));
  if (type.startsWith('DECIMAL'))
    return column(type.endsWith(',0)') ? `${quoted}::hugeint` : `${quoted}::double`, wholeOrFraction);
  if (type === 'TIMESTAMP WITH TIME ZONE') return column(quoted, instantOf);
  if (NAIVE.test(type)) return column(inZone(name, quoted, timeZone), instantOf);
  if (type === 'BLOB')
    return column(quoted, (value) => Buffer.from((value as { bytes: Uint8Array }).bytes).toString('base64'));
  if (/^(DATE|UUID|ENUM)/.test(type)) return column(`${quoted}::varchar`);
  return column(`to_json(${quoted})::varchar`, (value) => parseJsonExactly(value as string));
}

function inZone(name: string, quoted: string, timeZone: string | undefined): string {
  if (timeZone !== undefined) return `(${quoted}::timestamp at time zone '${timeZone.replaceAll("'", "''")}')`;
  throw badInput(
    `The times of the column "${name}" have no time zone. Write the file with TIMESTAMP WITH TIME ZONE, or say which zone they belong to: time-zone=UTC.`,
    { column: name, expected: 'TIMESTAMP WITH TIME ZONE', found: 'TIMESTAMP' },
  );
}

function instantOf(value: DuckDBValue): string {
  return instantOfMicroseconds((value as { micros: bigint }).micros);
}

function wholeOrFraction(value: DuckDBValue): unknown {
  return typeof value === 'bigint' ? exactNumber(value) : value;
}

function exactNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
