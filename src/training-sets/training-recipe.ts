import { requireRows } from '../features/definitions/changes/dropped-rows.js';
import type { ResolvedFeature } from '../features/definitions/references/feature-references.js';
import type { Definition } from '../features/definitions/references/feature-references.sql.js';
import { keyPartsOf } from '../features/definitions/references/key-columns.js';
import type { KnownAt } from '../features/lookups/history/known-at.js';
import { readingOf } from '../features/lookups/online/plans/plan-lookup.js';
import { badInput } from '../platform/errors.js';
import type { DataType } from '../values/data-type.js';
import { columnsOf } from '../values/entity-keys.js';
import type { KeyPart } from '../values/join-key.js';
import { nameColumns } from './name-columns.js';

/** PostgreSQL plans a join of more for longer than anyone would wait. */
const MAX_JOINS = 500;

/** One feature set version of a recipe, pinned; once for each role that it is read in. */
export interface RecipeSet {
  readonly featureSetVersionId: string;
  /** `airport_traffic@2` */
  readonly label: string;
  readonly storage: number;
  readonly ttlSeconds: number | null;
  readonly entityId: string;
  /** Its key stands in this column of the spine table: `k0`, `k1`, … Sets whose keys are read from the same columns share one. */
  readonly keyColumn: number;
  /** Left out where there is none. */
  readonly role?: string;
  readonly types: readonly DataType[];
}

/** One feature column of a training set. */
export interface RecipeColumn {
  /** Name in the training set: see `nameColumns`. */
  readonly name: string;
  /** `airport_traffic@2:mean_delay_3h~origin` */
  readonly ref: string;
  readonly type: DataType;
  /** Index into the recipe's sets, and place in that set's values. */
  readonly set: number;
  readonly position: number;
}

/** A column of the spine, as it stands in the training set. */
export interface SpineColumn {
  readonly name: string;
  readonly type: DataType;
}

/** How a training set is made; together with the kept spine it makes the same one again. */
export interface TrainingRecipe {
  readonly sets: readonly RecipeSet[];
  readonly columns: readonly RecipeColumn[];
  /** The key of each spine key column: the join keys it is made of. */
  readonly keys: readonly (readonly KeyPart[])[];
  /** Of which entities columns of the spine were keys in the training set that it comes from; left out for any other spine. */
  readonly carried?: readonly Pick<RecipeSet, 'entityId' | 'keyColumn'>[];
  readonly spine: readonly SpineColumn[];
  readonly knownAt: KnownAt;
  /** The feature service version that lists the features; left out where they were named one by one. */
  readonly serviceVersionId?: string;
}

/** Plans a training set of these features, all but the spine's columns. */
export function planTrainingSet(
  columns: readonly ResolvedFeature[],
  definitions: ReadonlyMap<string, Definition>,
): Pick<TrainingRecipe, 'sets' | 'columns' | 'keys'> {
  refuseTwice(columns);
  const keys: (readonly KeyPart[])[] = [];
  const readings = new Map(columns.map((column) => [readingOf(column), column]));
  refuseManyJoins(readings.size);
  const sets = [...readings.values()].map(({ featureSetVersionId, keyColumns, role }): RecipeSet => {
    const definition = definitions.get(featureSetVersionId);
    if (definition === undefined) throw new Error(`feature set version ${featureSetVersionId} has no definition`);
    requireRows(definition);
    const { label, storage, ttlSeconds, entityId, features } = definition;
    const types = features.map(({ type }) => type);
    const keyColumn = keyColumnOf(keys, keyPartsOf(definition, keyColumns));
    const set = { featureSetVersionId, label, storage, ttlSeconds, entityId, keyColumn, types };
    return role === null ? set : { ...set, role };
  });
  const places = new Map([...readings.keys()].map((reading, index) => [reading, index]));
  const names = nameColumns(columns, columnsOf(keys));
  const named = columns.map((column, index) => {
    const { ref, type, position } = column;
    return { name: names[index] ?? ref, ref, type, set: places.get(readingOf(column)) ?? 0, position };
  });
  return { sets, keys, columns: named };
}

/** The number of the key column of these parts, which is added if there is none. */
export function keyColumnOf(keys: (readonly KeyPart[])[], parts: readonly KeyPart[]): number {
  const textOf = (some: readonly KeyPart[]) =>
    JSON.stringify(some.map(({ name, type, column }) => [column ?? name, type]));
  const found = keys.findIndex((other) => textOf(other) === textOf(parts));
  return found >= 0 ? found : keys.push(parts) - 1;
}

/** Before tables are made: each role has a column of keys, and each set in each role is joined. */
function refuseManyJoins(found: number): void {
  if (found <= MAX_JOINS) return;
  throw badInput(
    `The features come from ${found} feature sets and roles; at most ${MAX_JOINS} are joined in one training set.`,
    { field: 'features', found, expected: MAX_JOINS },
  );
}

function refuseTwice(columns: readonly ResolvedFeature[]): void {
  const seen = new Set<string>();
  for (const { ref } of columns) {
    if (seen.has(ref)) throw badInput(`The feature ${ref} is asked for twice.`, { found: ref });
    seen.add(ref);
  }
}

/** All columns of a training set in order: the spine's, then the features'. */
export function trainingColumns({ spine, columns }: TrainingRecipe): readonly SpineColumn[] {
  return [...spine, ...columns.map(({ name, type }) => ({ name, type }))];
}

/** The feature set versions that a recipe reads, each once. */
export function versionsOf({ sets }: TrainingRecipe): readonly string[] {
  return [...new Set(sets.map(({ featureSetVersionId }) => featureSetVersionId))];
}
