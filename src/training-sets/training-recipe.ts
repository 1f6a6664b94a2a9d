import { requireRows } from '../features/definitions/changes/dropped-rows.js';
import type { ResolvedFeature } from '../features/definitions/references/feature-references.js';
import type { Definition } from '../features/definitions/references/feature-references.sql.js';
import type { KnownAt } from '../features/lookups/history/known-at.js';
import type { RefParts } from '../graph/names/format-ref.js';
import { splitRef } from '../graph/names/split-ref.js';
import { badInput } from '../platform/errors.js';
import type { DataType } from '../values/data-type.js';
import type { JoinKey } from '../values/join-key.js';

/** One feature set version of a recipe, pinned. */
export interface RecipeSet {
  readonly featureSetVersionId: string;
  /** `airport_traffic@2` */
  readonly label: string;
  readonly storage: number;
  readonly ttlSeconds: number | null;
  readonly entityId: string;
  /** Its key stands in this column of the spine table: `k0`, `k1`, … Sets with the same join keys share one. */
  readonly keyColumn: number;
  readonly types: readonly DataType[];
}

/** One feature column of a training set. */
export interface RecipeColumn {
  /** Name in the training set: the feature's, or `set__feature` where several sets have it. */
  readonly name: string;
  /** `airport_traffic@2:mean_delay_7d` */
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
  readonly keys: readonly (readonly JoinKey[])[];
  readonly spine: readonly SpineColumn[];
  readonly knownAt: KnownAt;
}

/** Plans a training set of these features, all but the spine's columns. */
export function planTrainingSet(
  columns: readonly ResolvedFeature[],
  definitions: ReadonlyMap<string, Definition>,
): Pick<TrainingRecipe, 'sets' | 'columns' | 'keys'> {
  const ids = [...new Set(columns.map((column) => column.featureSetVersionId))];
  const keys: JoinKey[][] = [];
  const sets = ids.map((id): RecipeSet => {
    const definition = definitions.get(id);
    if (definition === undefined) throw new Error(`feature set version ${id} has no definition`);
    requireRows(definition);
    const { label, storage, ttlSeconds, entityId, joinKeys, features } = definition;
    const types = features.map(({ type }) => type);
    const keyColumn = keyColumnOf(keys, joinKeys);
    return { featureSetVersionId: id, label, storage, ttlSeconds, entityId, keyColumn, types };
  });
  return { sets, keys, columns: nameColumns(columns, ids) };
}

function keyColumnOf(keys: JoinKey[][], joinKeys: readonly JoinKey[]): number {
  const same = (other: readonly JoinKey[]) =>
    JSON.stringify(other.map(({ name, type }) => [name, type])) ===
    JSON.stringify(joinKeys.map(({ name, type }) => [name, type]));
  const found = keys.findIndex(same);
  return found >= 0 ? found : keys.push([...joinKeys]) - 1;
}

function nameColumns(columns: readonly ResolvedFeature[], ids: readonly string[]): RecipeColumn[] {
  const twice = columns.find((column, index) => columns.findIndex(({ ref }) => ref === column.ref) < index);
  if (twice !== undefined) throw badInput(`The feature ${twice.ref} is asked for twice.`, { found: twice.ref });
  return columns.map(({ name, ref, type, position, featureSet, featureSetVersionId }) => {
    const shared = columns.some((other) => other.name === name && other.ref !== ref);
    const { name: set, version } = partsOf(featureSet);
    // Two versions of one set need the version too.
    const versions = columns.some(
      (other) => other.name === name && other.ref !== ref && partsOf(other.featureSet).name === set,
    );
    const prefix = versions ? `${set}_${version}` : set;
    return { name: shared ? `${prefix}__${name}` : name, ref, type, set: ids.indexOf(featureSetVersionId), position };
  });
}

function partsOf(label: string): RefParts {
  const split = splitRef(label);
  if (!split.ok) throw new Error(`${label} is no label: ${split.problem}`);
  return split.parts;
}

/** All columns of a training set in order: the spine's, then the features'. */
export function trainingColumns({ spine, columns }: TrainingRecipe): readonly SpineColumn[] {
  return [...spine, ...columns.map(({ name, type }) => ({ name, type }))];
}
