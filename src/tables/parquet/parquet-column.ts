import type { DuckDBValue } from '@duckdb/node-api';
import { badInput, HeadwaterError } from '../../platform/errors.js';
import { parseJsonExactly } from '../../platform/http/bodies/json-body.js';
import { int96InZone } from './int96.js';
import { timeOfMicroseconds, timeOfNanoseconds, timeOfWideNanoseconds } from './parquet-times.js';

/** How one column of a Parquet file is read: what DuckDB selects, and what becomes of a value. */
export interface ParquetColumn {
  readonly name: string;
  readonly expression: string;
  readonly convert: (value: DuckDBValue) => unknown;
}

const NAIVE = /^(TIMESTAMP(_S|_MS|_NS)?|INT96)$/;
const PLAIN = /^(BOOLEAN|U?TINYINT|U?SMALLINT|U?INTEGER|FLOAT|DOUBLE|VARCHAR)$/;
const WHOLE = /^(U?BIGINT|U?HUGEINT)$/;

/** Where the times of a column without zone belong: a name such as `America/Denver`, or undefined where nobody said. */
type TimeZone = string | undefined;

/**
 * Plans the reading of a column of a DuckDB type. Integers beyond 2^53 become bigints, times RFC 3339 text, BLOBs Uint8Array, decimals
 * FLOAT64, structs, maps and JSON what their JSON says, dates, times of day, intervals and UUIDs text. INT96 are its bytes. Times without zone are BAD_USER_INPUT where it is not known.
 */
export function parquetColumn(name: string, type: string, timeZone: TimeZone): ParquetColumn {
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
        : `list_transform(${quoted}, lambda x: ${element.expression.replaceAll(quoted, () => 'x')})`;
    return column(inner, (value) => (value as { items: DuckDBValue[] }).items.map(element.convert));
  }
  if (PLAIN.test(type)) return column(quoted);
  if (WHOLE.test(type)) return column(quoted, (value) => exactNumber(value as bigint));
  if (/^DECIMAL.*,0\)$/.test(type)) return column(`${quoted}::hugeint`, (value) => exactNumber(value as bigint));
  // DuckDB's own way to a DOUBLE rounds twice.
  if (type.startsWith('DECIMAL')) return column(`${quoted}::varchar`, Number);
  if (type === 'TIMESTAMP WITH TIME ZONE') return column(quoted, microseconds);
  if (NAIVE.test(type)) return column(...inZone(name, quoted, type, timeZone));
  if (type === 'BLOB') return column(quoted, (value) => (value as { bytes: Uint8Array }).bytes);
  if (/^(DATE|UUID|ENUM)/.test(type)) return column(`${quoted}::varchar`);
  return column(`to_json(${quoted})::varchar`, (value) => jsonOf(name, value as string));
}

const microseconds = (value: DuckDBValue) => timeOfMicroseconds((value as { micros: bigint }).micros);

function inZone(
  name: string,
  quoted: string,
  type: string,
  timeZone: TimeZone,
): [expression: string, convert: ParquetColumn['convert']] {
  if (timeZone === undefined)
    throw badInput(
      `The times of the column "${name}" have no time zone. Write the file with TIMESTAMP WITH TIME ZONE, or say which zone they belong to: time-zone=UTC.`,
      { column: name, expected: 'TIMESTAMP WITH TIME ZONE', found: type === 'INT96' ? type : 'TIMESTAMP' },
    );
  const zone = timeZone.replaceAll("'", "''");
  if (type === 'INT96') return [int96InZone(quoted, zone), (value) => timeOfWideNanoseconds(value as bigint)];
  const moved = `(${quoted}::timestamp at time zone '${zone}')`;
  if (type !== 'TIMESTAMP_NS') return [moved, microseconds];
  if (timeZone === 'UTC') return [`epoch_ns(${quoted})`, (value) => timeOfNanoseconds(value as bigint)];
  // DuckDB moves microseconds only; the nanoseconds are the same in every zone.
  const exact = `(epoch_us(${moved})::hugeint * 1000 + (epoch_ns(${quoted}) % 1000 + 1000) % 1000)`;
  return [exact, (value) => timeOfNanoseconds(value as bigint)];
}

function jsonOf(column: string, text: string): unknown {
  try {
    return parseJsonExactly(text);
  } catch (error) {
    if (error instanceof HeadwaterError) throw error;
    throw badInput(`The column "${column}" holds ${text.slice(0, 80)}, which JSON can't say.`, {
      column,
      found: text.slice(0, 80),
    });
  }
}

function exactNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
