import { badInput, type HeadwaterError } from '../../../platform/errors.js';
import { describeValue } from '../../../platform/text/describe-value.js';
import { didYouMean, listNames, nearNames } from '../../../platform/text/did-you-mean.js';
import { expectedInstant, parseInstant } from '../../../platform/time/instant.js';
import { MAX_ROW_BYTES } from '../../../tables/table-batch.js';
import type { Encoder } from '../../../values/encode-value.js';
import { keyEncoderOf } from '../../../values/entity-keys.js';
import type { PlainTest } from '../../../values/plain-value.js';
import { RESERVED_COLUMN } from '../../definitions/entities/entity.input.js';
import type { Definition } from '../../definitions/references/feature-references.sql.js';
import { FutureEventPolicy } from '../../definitions/rules/future-event-policy.js';
import {
  countedRuleOf,
  defaultText,
  featureEncoderOf,
  featurePlainTestOf,
} from '../../definitions/rules/value-rules.js';
import type { EventHorizon } from '../event-horizon.js';
import { LeftOutRow } from './left-out-row.js';

/** A feature row as it is stored: canonical text throughout. */
export interface EncodedRow {
  readonly key: string;
  /** RFC 3339 UTC, microseconds. */
  readonly eventTime: string;
  /** JSON array in declared order. */
  readonly values: string;
}

/** Where a row stands, for messages: `rows[3]`, and its number. */
export interface RowPlace {
  readonly name: string;
  readonly row: number;
}

/** Checks and encodes one flat row: join keys, features, event_time. `place` is asked for only where something is wrong. */
export type RowEncoder = (row: unknown, place: () => RowPlace, violations?: Violations) => EncodedRow;

/** Values that were accepted though their feature does not allow them, feature → how many; under event_time, rows left out. */
export type Violations = Map<string, number>;

/**
 * The encoder for rows of a definition. What does not fit is BAD_USER_INPUT with row, column, expected and found; a LeftOutRow where the
 * definition leaves such rows out.
 */
export function rowEncoderOf(definition: Definition, horizon: EventHorizon): RowEncoder {
  const encodeKey = keyEncoderOf(definition.joinKeys);
  const columns = definition.features.map((feature) => ({
    name: feature.name,
    type: feature.type,
    encode: featureEncoderOf(feature),
    absent: feature.defaultValue === undefined ? undefined : defaultText(feature),
    isAllowed: countedRuleOf(feature),
  }));
  const plainTests = definition.features.flatMap((feature) => featurePlainTestOf(feature) ?? []);
  const isSimple = plainTests.length === columns.length;
  const names = [
    ...definition.joinKeys.map((key) => key.name),
    ...columns.map((column) => column.name),
    RESERVED_COLUMN,
  ];
  const known = new Set(names);

  let lastTime: unknown;
  let eventTime = parseInstant(lastTime);
  return (row, place, violations) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) throw notARow(row, names, place());
    const cells = row as Readonly<Record<string, unknown>>;
    for (const name in cells) if (!known.has(name)) throw unknownColumn(name, definition.label, names, place());
    const key = encodeKey(
      cells,
      () => place().name,
      (column) => ({ row: place().row, column }),
    );
    let disallowed = NONE;
    let values = isSimple ? plainValues(cells, columns, plainTests) : undefined;
    if (values === undefined) {
      values = '[';
      for (const { name, type, encode, absent, isAllowed } of columns) {
        // As cellOf does: here it takes a third of the time.
        let value = cells[name];
        if (typeof value === 'function') value = undefined;
        const encoded = value === undefined && absent !== undefined ? absent : encodeCell(value, type, encode);
        if (typeof encoded !== 'string') throw misfit(name, encoded.expected, value, place());
        if (isAllowed?.(value) === false) disallowed = [...disallowed, name];
        values += values === '[' ? encoded : `,${encoded}`;
      }
      values += ']';
    }
    const time = cells[RESERVED_COLUMN];
    // Rows of one call often share their time.
    if (time !== lastTime) {
      eventTime = parseInstant(time);
      lastTime = time;
    }
    if (!eventTime.ok) {
      throw misfit(RESERVED_COLUMN, expectedInstant(eventTime.why), time, place());
    }
    if (values.length * 3 > MAX_ROW_BYTES && Buffer.byteLength(values) > MAX_ROW_BYTES) throw tooLong(values, place());
    if (horizon.isBehind(eventTime.value)) {
      const refused = misfit(RESERVED_COLUMN, `a time until ${horizon.latest}, not further ahead`, time, place());
      if (definition.onFutureEvent === FutureEventPolicy.REJECT) throw refused;
      count(violations, RESERVED_COLUMN);
      throw new LeftOutRow(refused);
    }
    for (const name of disallowed) count(violations, name);
    return { key, eventTime: eventTime.value, values };
  };
}

const NONE: readonly string[] = [];

function count(violations: Violations | undefined, name: string): void {
  violations?.set(name, (violations.get(name) ?? 0) + 1);
}

/** Whoever reads many rows at once counts on it. */
function tooLong(values: string, { name, row }: RowPlace): Error {
  const found = Buffer.byteLength(values);
  return badInput(`The values of ${name} take ${found} bytes as JSON; at most ${MAX_ROW_BYTES} are stored.`, {
    row,
    expected: MAX_ROW_BYTES,
    found,
  });
}

/** The text of a row's values, made at once; undefined where one of them is not plain. */
function plainValues(
  cells: Readonly<Record<string, unknown>>,
  columns: readonly { readonly name: string }[],
  tests: readonly PlainTest[],
): string | undefined {
  const values: unknown[] = [];
  for (let index = 0; index < columns.length; index++) {
    const value = cells[columns[index]?.name ?? ''];
    if (tests[index]?.(value) !== true) return undefined;
    values.push(value);
  }
  return JSON.stringify(values);
}

function encodeCell(value: unknown, type: string, encode: Encoder): ReturnType<Encoder> {
  return value === undefined ? { expected: `a value (${type}), or null for none` } : encode(value);
}

function notARow(row: unknown, names: readonly string[], { name, row: number }: RowPlace): Error {
  return badInput(`${name} is ${describeValue(row)}; a row is an object of ${names.join(', ')}.`, { row: number });
}

/** There may be a million such rows, so nothing is looked for among thousands of features. */
const MAX_SEARCHED = 100;

function unknownColumn(column: string, label: string, names: readonly string[], { name, row }: RowPlace): Error {
  const near = names.length > MAX_SEARCHED ? [] : nearNames(column, names);
  return badInput(`${name} has "${column}", which ${label} doesn't; it has ${listNames(names)}.${didYouMean(near)}`, {
    row,
    column,
    expected: names,
    found: column,
  });
}

function misfit(column: string, expected: string, found: unknown, { name, row }: RowPlace): HeadwaterError {
  const value = describeValue(found);
  return badInput(`${name}.${column} is ${value}; expected ${expected}.`, { row, column, expected, found: value });
}
