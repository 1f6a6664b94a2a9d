import { parseStoredJson } from '../../../platform/http/bodies/json-body.js';
import type { JoinKey } from '../../../values/join-key.js';
import { splitJsonArray } from '../../../values/split-json-array.js';
import { isValue, type WantedValue } from './key-matcher.js';
import { isTextAbout } from './text-matcher.js';

/** The values of a key, given as feature rows store it. */
export function wantedValues(joinKeys: readonly JoinKey[], key: string): WantedValue[] {
  const cells = splitJsonArray(key);
  return joinKeys.map(({ name, type }, index) => {
    const encoded = cells[index] ?? 'null';
    const value = parseStoredJson(encoded);
    return { name, type, encoded, plain: typeof value === 'string' ? value : encoded };
  });
}

/**
 * Whether a refused row is about a key. `columns` are the other columns that its table has. A join key that the row has decides; where
 * it has none, its name may be misspelt, and a column that the table doesn't have decides, with all that is in it. A row without either
 * is about nobody.
 */
export function isRowAbout(key: readonly WantedValue[], columns: ReadonlySet<string>, content: unknown): boolean {
  if (typeof content === 'string') return isTextAbout(key, content);
  if (typeof content !== 'object' || content === null) return key.every((wanted) => isValue(wanted, content));
  const cells = content as Readonly<Record<string, unknown>>;
  const known = new Set([...columns, ...key.map(({ name }) => name)]);
  const strange = Object.entries(cells).filter(([name]) => !known.has(name));
  return key.every((wanted) => {
    const value = cells[wanted.name];
    if (value !== undefined && value !== null && value !== '') return leavesOf(value).some(is(wanted));
    const alike = strange.filter(([name]) => name.trim().toLowerCase() === wanted.name);
    const candidates = alike.length > 0 ? alike : strange;
    return candidates.some(([name, cell]) => isValue(wanted, name) || leavesOf(cell).some(is(wanted)));
  });
}

const is = (wanted: WantedValue) => (value: unknown) => isValue(wanted, value);

/** Every value in a value, names included. Parsing has bounded how deep it is. */
function leavesOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [value];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return Object.entries(value).flatMap(([name, part]) => [name, ...leavesOf(part)]);
}
