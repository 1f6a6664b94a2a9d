import type { DuckDBValue } from '@duckdb/node-api';
import { badInput, HeadwaterError } from '../errors.js';
import { parseJsonExactly } from '../http/json-body.js';
import { instantOfMicroseconds } from '../instant.js';

/** How one column of a Parquet file is read: what DuckDB selects, and what becomes of a value. */
export interface ParquetColumn {
  readonly name: string;
  readonly expression: string;
  readonly convert: (value: DuckDBValue) => unknown;
}

const INFINITY = 2n ** 63n - 1n;
const NAIVE = /^TIMESTAMP(_S|_MS|_NS)?$/;
const PLAIN = /^(BOOLEAN|U?TINYINT|U?SMALLINT|U?INTEGER|FLOAT|DOUBLE|VARCHAR)$/;
const WHOLE = /^(U?BIGINT|U?HUGEINT)$/;

/**
 * Plans the reading of a column of a DuckDB type. Integers beyond 2^53 become bigints, times RFC 3339 text, BLOBs Uint8Array, decimals
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
  if (NAIVE.test(type)) return column(inZone(name, quoted, type, timeZone), instantOf);
  if (type === 'BLOB') return column(quoted, (value) => (value as { bytes: Uint8Array }).bytes);
  if (/^(DATE|UUID|ENUM)/.test(type)) return column(`${quoted}::varchar`);
  return column(`to_json(${quoted})::varchar`, (value) => jsonOf(name, value as string));
}

function inZone(name: string, quoted: string, type: string, timeZone: string | undefined): string {
  if (timeZone !== undefined) {
    const zone = timeZone.replaceAll("'", "''");
    const problem = `the column ${name.replaceAll("'", "''")} holds times finer than a microsecond`;
    const exact =
      type === 'TIMESTAMP_NS' ? `if(epoch_ns(${quoted}) % 1000 = 0, ${quoted}, error('${problem}'))` : quoted;
    return `(${exact}::timestamp at time zone '${zone}')`;
  }
  throw badInput(
    `The times of the column "${name}" have no time zone. Write the file with TIMESTAMP WITH TIME ZONE, or say which zone they belong to: time-zone=UTC.`,
    { column: name, expected: 'TIMESTAMP WITH TIME ZONE', found: 'TIMESTAMP' },
  );
}

function instantOf(value: DuckDBValue): string {
  const { micros } = value as { micros: bigint };
  // DuckDB's and PostgreSQL's infinities, which are no times.
  if (micros >= INFINITY) return 'infinity';
  return micros <= -INFINITY ? '-infinity' : instantOfMicroseconds(micros);
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

function wholeOrFraction(value: DuckDBValue): unknown {
  return typeof value === 'bigint' ? exactNumber(value) : value;
}

function exactNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
