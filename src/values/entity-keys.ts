import { badInput } from '../platform/errors.js';
import { describeValue } from '../platform/text/describe-value.js';
import { didYouMean, listNames, nearNames } from '../platform/text/did-you-mean.js';
import { inQuotes } from '../platform/text/in-quotes.js';
import { cellOf } from './cell-of.js';
import { encoderOf } from './encode-value.js';
import type { KeyPart } from './join-key.js';

/** An entity key as people write it: join key → value. */
export type EntityKey = Readonly<Record<string, unknown>>;

export const MAX_KEYS = 10_000;

const MAX_SEARCHED = 50;
/** Features may be read in thousands of roles. */
const MAX_LISTED = 100;

/** Bytes of an encoded key; an entry of PostgreSQL's index holds 2,704, with the times. */
const MAX_KEY_LENGTH = 2_000;

/**
 * Reads `[{"airport": "SEA"}, …]` or `{"airport": ["SEA", …]}` into one object per entity. Throws BAD_USER_INPUT, also for a key column that is not
 * among `allowed`, the join keys of the features asked for.
 */
export function readEntityKeys(value: unknown, allowed: ReadonlySet<string>): EntityKey[] {
  if (!Array.isArray(value)) return fromColumns(value, allowed);
  refuseManyKeys(value.length);
  const wrong = value.findIndex((key) => typeof key !== 'object' || key === null || Array.isArray(key));
  if (wrong < 0) {
    value.forEach((key: EntityKey, index) => {
      refuseExtraKeys(key, allowed, index);
    });
    return value;
  }
  const keys: unknown[] = value;
  throw badInput(
    `entities[${wrong}] is ${describeValue(keys[wrong])}; write one object per entity, such as {"airport": "SEA"}.`,
    { field: 'entities' },
  );
}

/** How many they are, if they are what `readEntityKeys` reads; none of them is looked at. */
export function countEntityKeys(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  for (const name in value as object) {
    const column: unknown = (value as EntityKey)[name];
    return Array.isArray(column) ? column.length : 0;
  }
  return 0;
}

function refuseManyKeys(found: number): void {
  if (found <= MAX_KEYS) return;
  throw badInput(`${found} entities were asked for; at most ${MAX_KEYS} fit in one request.`, {
    field: 'entities',
    expected: MAX_KEYS,
    found,
  });
}

function fromColumns(value: unknown, allowed: ReadonlySet<string>): EntityKey[] {
  const columns = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [first] = columns;
  if (first === undefined || !columns.every((column): column is [string, unknown[]] => Array.isArray(column[1]))) {
    throw badInput(`entities is ${describeValue(value)}; write [{"airport": "SEA"}] or {"airport": ["SEA"]}.`, {
      field: 'entities',
    });
  }
  const { length } = first[1] as unknown[];
  const other = columns.find(([, column]) => (column as unknown[]).length !== length);
  if (other !== undefined) {
    const sizes = [first, other].map(([name, column]) => `${name} has ${(column as unknown[]).length}`).join(', ');
    throw badInput(`The columns of entities differ in length: ${sizes}.`, { field: 'entities' });
  }
  refuseManyKeys(length);
  if (Object.hasOwn(value as object, '__proto__'))
    throw badInput('entities has "__proto__", which is no join key.', { field: 'entities' });
  // Before the rows are made: there may be thousands, of many columns.
  if (length > 0) refuseExtraKeys(value as EntityKey, allowed, 0);
  return Array.from({ length }, (_, index) => {
    const key: Record<string, unknown> = {};
    for (const [name, column] of columns) key[name] = column[index];
    return key;
  });
}

/** Writes the stored text of a key: a JSON array of its values, so that (1,12) and (11,2) differ. `where` and `details` are for errors. */
export type KeyEncoder = (key: EntityKey, where: () => string, details?: (column: string) => object) => string;

/**
 * The encoder for these join keys. A missing, null or ill-typed value is BAD_USER_INPUT that names it and its column. `read`: the columns that
 * mean something, so that none of them is taken for another that was misspelt.
 */
export function keyEncoderOf(joinKeys: readonly KeyPart[], read = columnsOf([joinKeys])): KeyEncoder {
  const encoders = joinKeys.map((part) => ({
    part,
    column: part.column ?? part.name,
    type: part.type,
    encode: encoderOf(part.type),
  }));
  return (key, where, details) => {
    let text = '[';
    for (const { part, column, type, encode } of encoders) {
      const value = cellOf(key, column);
      const encoded = value === undefined || value === null ? { expected: `a value (${type})` } : encode(value);
      if (typeof encoded !== 'string') {
        const problem = value === undefined ? 'is missing' : `is ${describeValue(value)}`;
        const hint = value === undefined ? misspelt(column, key, read) : '';
        throw badInput(`${describePart(part, where())} ${problem}; expected ${encoded.expected}.${hint}`, {
          field: column,
          expected: encoded.expected,
          found: value == null ? null : describeValue(value),
          ...details?.(column),
        });
      }
      text += text === '[' ? encoded : `,${encoded}`;
    }
    if (text.length * 3 > MAX_KEY_LENGTH && Buffer.byteLength(text) > MAX_KEY_LENGTH) {
      throw badInput(
        `The key of ${where()} takes ${Buffer.byteLength(text)} bytes; at most ${MAX_KEY_LENGTH} are stored.`,
        {
          expected: MAX_KEY_LENGTH,
          found: Buffer.byteLength(text),
        },
      );
    }
    return `${text}]`;
  };
}

/** The columns that several keys are read from. */
export function columnsOf(keys: readonly (readonly KeyPart[])[]): ReadonlySet<string> {
  return new Set(keys.flatMap((parts) => parts.map(({ name, column = name }) => column)));
}

function describePart({ name, column }: KeyPart, where: string): string {
  if (column === undefined) return `The join key "${name}" of ${where}`;
  return `The column ${inQuotes(column)} of ${where}, from which the join key "${name}" is read,`;
}

/** Where a key column is missing, another one may be what was meant for it. Wide rows are not searched: there may be many of them. */
function misspelt(name: string, key: EntityKey, read: ReadonlySet<string>): string {
  const others = Object.keys(key).filter((other) => !read.has(other));
  const [near] = others.length > MAX_SEARCHED ? [] : nearNames(name, others);
  return near === undefined ? '' : ` Is "${near.slice(0, 80)}" meant for it?`;
}

function refuseExtraKeys(key: EntityKey, allowed: ReadonlySet<string>, index: number): void {
  for (const name in key) {
    if (allowed.has(name)) continue;
    throw badInput(
      `entities[${index}] has ${inQuotes(name)}, which is no join key of these features; they take ${listNames([...allowed])}.${didYouMean(allowed.size > MAX_SEARCHED ? [] : nearNames(name, allowed))}`,
      { field: name, found: name, expected: [...allowed].slice(0, MAX_LISTED) },
    );
  }
}
