import { RESERVED_COLUMN } from '../../features/definitions/entities/entity.input.js';
import { badInput } from '../../platform/errors.js';
import { describeValue } from '../../platform/text/describe-value.js';
import { expectedInstant, parseInstant } from '../../platform/time/instant.js';
import { MAX_ROW_BYTES } from '../../tables/table-batch.js';
import { cellOf } from '../../values/cell-of.js';
import { DataType } from '../../values/data-type.js';
import { encodeBytes, encoderOf } from '../../values/encode-value.js';
import { columnsOf, type KeyEncoder, keyEncoderOf } from '../../values/entity-keys.js';
import type { KeyPart } from '../../values/join-key.js';
import type { SpineColumn } from '../training-recipe.js';
import { jointTypes } from './joint-types.js';

/** A spine row as it is stored. */
export interface EncodedSpineRow {
  /** Its event time, canonical. */
  readonly moment: string;
  /** One key text per key of the recipe. */
  readonly keys: readonly string[];
  /** JSON array of its own columns. */
  readonly spine: string;
}

/**
 * Reads spine rows: every join key, `event_time`, and whatever else rides along, such as a label. The first row says which columns there
 * are; their types come from the values.
 */
export class SpineEncoder {
  private readonly encoders: readonly KeyEncoder[];
  private readonly declared: ReadonlyMap<string, DataType>;
  /** All lower case. */
  private readonly taken: ReadonlySet<string>;
  private names: readonly string[] | undefined;
  private seen: (DataType | undefined)[] = [];

  constructor(
    keys: readonly (readonly KeyPart[])[],
    /** Names of the feature columns, which a spine column can't have. */
    taken: Iterable<string>,
  ) {
    this.taken = new Set([...taken].map((name) => name.toLowerCase()));
    const read = columnsOf(keys);
    this.encoders = keys.map((parts) => keyEncoderOf(parts, read));
    this.declared = new Map([...jointTypes(keys), [RESERVED_COLUMN, DataType.TIMESTAMP]]);
  }

  /** The columns, once every row was read. A column that held nothing but null is STRING. */
  get columns(): SpineColumn[] {
    return (this.names ?? []).map((name, index) => ({ name, type: this.seen[index] ?? DataType.STRING }));
  }

  encode(row: Readonly<Record<string, unknown>>, place: () => string): EncodedSpineRow {
    this.names ??= this.checkNames(Object.keys(row), place());
    const keys = this.encoders.map((encode) => encode(row, place));
    const time = parseInstant(row[RESERVED_COLUMN]);
    if (!time.ok) throw badTime(row[RESERVED_COLUMN], time.why, place());
    this.checkColumns(row, place);
    const cells = this.names.map((name, index) => {
      const value = row[name];
      const type = typeOf(value);
      this.see(index, name, type);
      if (name === RESERVED_COLUMN) return JSON.stringify(time.value);
      // Bytes ride along as base64 text.
      const encoded =
        value instanceof Uint8Array ? encodeBytes(value) : encoderOf(type ?? DataType.STRING, true)(value);
      if (typeof encoded === 'string') return encoded;
      const found = describeValue(value);
      throw badInput(`${place()}.${name} is ${found}; expected ${encoded.expected}.`, {
        column: name,
        found,
        expected: encoded.expected,
      });
    });
    const spine = `[${cells.join(',')}]`;
    if (spine.length * 3 > MAX_ROW_BYTES && Buffer.byteLength(spine) > MAX_ROW_BYTES)
      throw badInput(
        `${place()} takes ${Buffer.byteLength(spine)} bytes as JSON; at most ${MAX_ROW_BYTES} are kept of a spine row.`,
        { expected: MAX_ROW_BYTES, found: Buffer.byteLength(spine) },
      );
    return { moment: time.value, keys, spine };
  }

  private checkNames(names: readonly string[], place: string): readonly string[] {
    if (names.includes(''))
      throw badInput(`${place} has a column without a name; name it, or leave it out.`, { column: '' });
    // Parquet's readers take names that differ only in case for one.
    const seen = new Set<string>();
    for (const name of names) {
      const lower = name.toLowerCase();
      if (seen.has(lower))
        throw badInput(`${place} has "${name}" and another column that differs from it only in case; rename one.`, {
          column: name,
        });
      seen.add(lower);
    }
    const clash = names.find((name) => this.taken.has(name.toLowerCase()));
    if (clash === undefined) return names;
    throw badInput(`${place} has a column "${clash}", which is the name of a feature too; rename it in the spine.`, {
      column: clash,
    });
  }

  private checkColumns(row: Readonly<Record<string, unknown>>, place: () => string): void {
    const names = this.names ?? [];
    const missing = names.find((name) => cellOf(row, name) === undefined);
    if (missing !== undefined) {
      throw badInput(
        `${place()} has no "${missing}", which the first row has; every row has the same columns, null where there is no value.`,
        {
          column: missing,
        },
      );
    }
    const given = Object.keys(row);
    if (given.length === names.length) return;
    const known = new Set(names);
    const extra = given.find((name) => !known.has(name));
    throw badInput(`${place()} has "${extra}", which the first row lacks; every row has the same columns.`, {
      column: extra,
    });
  }

  private see(index: number, name: string, type: DataType | undefined): void {
    this.seen[index] = this.declared.get(name) ?? joinTypes(this.seen[index], type);
  }
}

function badTime(found: unknown, why: string, place: string): Error {
  return badInput(`${place}.${RESERVED_COLUMN} is ${describeValue(found)}; expected ${expectedInstant(why)}.`, {
    column: RESERVED_COLUMN,
    found: describeValue(found),
  });
}

function typeOf(value: unknown): DataType | undefined {
  switch (typeof value) {
    case 'boolean':
      return DataType.BOOL;
    case 'bigint':
      return DataType.INT64;
    case 'number':
      return Number.isSafeInteger(value) ? DataType.INT64 : DataType.FLOAT64;
    case 'string':
      return DataType.STRING;
    default:
      if (value instanceof Uint8Array) return DataType.STRING;
      return value === null ? undefined : DataType.JSON;
  }
}

const NUMBERS: ReadonlySet<DataType> = new Set([DataType.INT64, DataType.FLOAT64]);

/** The type that holds both. */
function joinTypes(one: DataType | undefined, other: DataType | undefined): DataType | undefined {
  if (one === undefined || other === undefined || one === other) return one ?? other;
  return NUMBERS.has(one) && NUMBERS.has(other) ? DataType.FLOAT64 : DataType.JSON;
}
