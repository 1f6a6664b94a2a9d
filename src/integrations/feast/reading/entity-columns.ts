import type { LookupPlan } from '../../../features/lookups/online/plans/lookup-plan.js';
import { plainName } from '../../../platform/text/plain-name.js';
import { DataType } from '../../../values/data-type.js';
import { encoderOf } from '../../../values/encode-value.js';
import { cellValue } from '../protocol/cell-value.js';
import { refused } from '../protocol/feast-error.js';

/** A column of join keys as the answer gives it back. */
export interface KeyColumn {
  /** As it was asked for. */
  readonly name: string;
  /** JSON texts. */
  readonly values: readonly string[];
}

/** The entities of a request as a lookup takes them, and as they are given back. */
export interface ReadEntities {
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly keys: readonly KeyColumn[];
  readonly count: number;
}

/** Reads the columns that the features are looked up by, each value as its declared type; other columns are ignored, as Feast does. */
export function readEntities(plan: LookupPlan, given: ReadonlyMap<string, readonly unknown[]>): ReadEntities {
  const keyTypes = keyTypesOf(plan);
  const inputs = new Map((plan.inputs?.inputs ?? []).map(({ name, type }) => [name, type]));
  const columns: Record<string, readonly unknown[]> = {};
  const keys: KeyColumn[] = [];
  for (const [name, cells] of given) {
    const plain = keyTypes.has(name) || inputs.has(name) ? name : plainName(name, 'column');
    const keyType = keyTypes.get(plain);
    const type = keyType ?? inputs.get(plain);
    if (type === undefined || Object.hasOwn(columns, plain)) continue;
    const values = cells.map((cell) => cellValue(cell, type));
    columns[plain] = values;
    if (keyType !== undefined) keys.push({ name, values: values.map((value) => textOf(value, keyType)) });
  }
  const missing = [...keyTypes.keys()].filter((name) => !Object.hasOwn(columns, name));
  if (missing.length > 0)
    throw refused(
      `entities has no column ${missing.map((name) => JSON.stringify(name)).join(', ')}, a join key of these features.`,
    );
  const [count = 0] = [...given.values()].map(({ length }) => length);
  return { columns, keys, count };
}

/** What each column holds that a key is read from. */
function keyTypesOf({ sets }: LookupPlan): ReadonlyMap<string, DataType> {
  return new Map(sets.flatMap(({ keys }) => keys.map(({ name, column = name, type }) => [column, type] as const)));
}

/** As Feast gives keys back; what is no value of the type is refused by the lookup. */
function textOf(value: unknown, type: DataType): string {
  const encoded = encoderOf(type)(value);
  if (typeof encoded !== 'string') return 'null';
  return type === DataType.TIMESTAMP && encoded !== 'null'
    ? String(Math.floor(Date.parse(JSON.parse(encoded)) / 1000))
    : encoded;
}
