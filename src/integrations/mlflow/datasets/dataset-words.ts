import type { DatasetColumnInput } from '../../../datasets/dataset.input.js';
import { DataType } from '../../../values/data-type.js';

/** A dataset as MLflow's client describes it. */
export interface ToldDataset {
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | undefined;
  readonly profile: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

function objectOf(text: string | undefined): Json {
  if (text === undefined || text.length > 2_000_000) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}

const PLACES = ['uri', 'url', 'path', 'delta_table_name', 'table_name', 'location'];

/** Where it comes from, as far as its source says; else what kind of source it is. */
export function locationOf({ source, source_type: type, name }: ToldDataset): string {
  const told = objectOf(source);
  for (const place of PLACES) {
    const text = told[place];
    if (typeof text === 'string' && text.trim() !== '') return text;
  }
  return `mlflow:${type || 'unknown'}:${name}`;
}

/** What types of MLflow's schemas are here; what has none is kept as JSON. */
const TYPES: Readonly<Record<string, DataType>> = {
  boolean: DataType.BOOL,
  integer: DataType.INT64,
  long: DataType.INT64,
  float: DataType.FLOAT64,
  double: DataType.FLOAT64,
  string: DataType.STRING,
  binary: DataType.BYTES,
  datetime: DataType.TIMESTAMP,
};
const MOST_COLUMNS = 10_000;

/*   {"mlflow_colspec": [{"name": "age", "type": "long"}, …]}                 of tables
 *   {"mlflow_tensorspec": {"features": [{"name": …, "tensor-spec": …}]}}     of arrays, which have no columns  */

/** The columns that a schema names. */
export function columnsOf({ schema }: ToldDataset): DatasetColumnInput[] {
  const specs = objectOf(schema).mlflow_colspec;
  if (!Array.isArray(specs)) return [];
  const columns = new Map<string, DatasetColumnInput>();
  for (const spec of specs.slice(0, MOST_COLUMNS) as unknown[]) {
    const { name, type } = (typeof spec === 'object' && spec !== null ? spec : {}) as Json;
    const isNamed = typeof name === 'string' && name !== '';
    if (!isNamed || columns.has(name)) continue;
    const native = typeof type === 'string' ? type : JSON.stringify(type ?? null);
    columns.set(name, { name, type: TYPES[native] ?? DataType.JSON, nativeType: native.slice(0, 200) });
  }
  return [...columns.values()];
}

/** How many rows a profile counts. */
export function rowCountOf({ profile }: ToldDataset): number | null {
  const { num_rows: rows } = objectOf(profile);
  return typeof rows === 'number' && Number.isSafeInteger(rows) && rows >= 0 ? rows : null;
}

const TRAINING_SET = /\/v1\/training-sets\/([^/?#]+)/;
const OWN = /^headwater:(?:\/\/)?([^?#]+)/;

/** What of Headwater a source names: a training set by its URL, or `headwater:flights@3`; undefined where it names nothing of it. */
export function ownReferenceOf(dataset: ToldDataset): string | undefined {
  const location = locationOf(dataset);
  const [, ref] = TRAINING_SET.exec(location) ?? OWN.exec(location) ?? [];
  if (ref === undefined) return undefined;
  try {
    return decodeURIComponent(ref);
  } catch {
    return ref;
  }
}
