import { badInput } from '../../platform/errors.js';
import { parseInstant } from '../../platform/instant.js';
import { RESERVED_COLUMN } from '../definitions/entity.input.js';
import type { Definition } from '../definitions/feature-references.sql.js';
import { describeValue, encoderOf } from '../values/encode-value.js';
import { keyEncoderOf } from '../values/entity-keys.js';

/** A feature row as it is stored: canonical text throughout. */
export interface EncodedRow {
  readonly key: string;
  /** RFC 3339 UTC, microseconds. */
  readonly eventTime: string;
  /** JSON array in declared order. */
  readonly values: string;
}

/** Checks and encodes one flat row: join keys, features, event_time. */
export type RowEncoder = (row: unknown, index: number) => EncodedRow;

/** The encoder for rows of a definition. What does not fit is BAD_USER_INPUT with row, column, expected and found. */
export function rowEncoderOf(definition: Definition): RowEncoder {
  const encodeKey = keyEncoderOf(definition.joinKeys);
  const columns = definition.features.map(({ name, type, allowNonFinite }) => ({
    name,
    type,
    encode: encoderOf(type, allowNonFinite),
  }));
  const known = new Set([
    RESERVED_COLUMN,
    ...definition.joinKeys.map((key) => key.name),
    ...columns.map((column) => column.name),
  ]);

  return (row, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw badInput(`rows[${index}] is ${describeValue(row)}; a row is an object of ${[...known].join(', ')}.`, {
        row: index,
      });
    }
    const cells = row as Readonly<Record<string, unknown>>;
    for (const name in cells) {
      if (known.has(name)) continue;
      throw badInput(
        `rows[${index}] has "${name}", which ${definition.label} doesn't; it has ${[...known].join(', ')}.`,
        {
          row: index,
          column: name,
          expected: [...known],
          found: name,
        },
      );
    }
    const texts = columns.map(({ name, type, encode }) => {
      const value = cells[name];
      const encoded = value === undefined ? { expected: `a value (${type}), or null for none` } : encode(value);
      return typeof encoded === 'string' ? encoded : refuse(index, name, encoded.expected, value);
    });
    const eventTime = parseInstant(cells[RESERVED_COLUMN]);
    return {
      key: encodeKey(cells, () => `rows[${index}]`),
      eventTime: eventTime.ok
        ? eventTime.value
        : refuse(
            index,
            RESERVED_COLUMN,
            'RFC 3339 text with a time zone, such as "2026-11-24T09:30:00Z"',
            cells[RESERVED_COLUMN],
          ),
      values: `[${texts.join(',')}]`,
    };
  };
}

function refuse(row: number, column: string, expected: string, found: unknown): never {
  throw badInput(`rows[${row}].${column} is ${describeValue(found)}; expected ${expected}.`, {
    row,
    column,
    expected,
    found: describeValue(found),
  });
}
