import type { Queryable } from '../../../platform/database/queryable.js';
import { badInput } from '../../../platform/errors.js';
import type { DataType } from '../../../values/data-type.js';
import type { KeyPart } from '../../../values/join-key.js';
import type { ResolvedFeature } from './feature-references.js';
import { type Definition, selectDefinitions } from './feature-references.sql.js';
import { keyPartsOf } from './key-columns.js';

/** A feature set, and where its join keys stand in a row. */
interface KeyedSet {
  readonly definition: Pick<Definition, 'label'>;
  readonly keys: readonly KeyPart[];
}

/** A value that comes with the request, in a column of its own. */
interface Input {
  readonly name: string;
  readonly type: DataType;
}

/** All columns that are read, with their types. BAD_USER_INPUT where one name means two types. */
export function columnTypes(sets: Iterable<KeyedSet>, inputs: readonly Input[]): ReadonlyMap<string, DataType> {
  const read = new Map<string, { type: DataType; what: string }>();
  const add = (column: string, type: DataType, what: string, instead: string) => {
    const other = read.get(column);
    if (other !== undefined && other.type !== type)
      throw badInput(`"${column}" is ${other.type} ${other.what} and ${type} ${what}; ${instead}.`, {
        field: column,
        found: column,
      });
    read.set(column, { type, what });
  };
  for (const { definition, keys } of sets) {
    for (const { name, type, column = name } of keys) {
      const what = column === name ? `in ${definition.label}` : `as the join key "${name}" of ${definition.label}`;
      add(column, type, what, 'read one of them in a role of its own, or ask for these features apart');
    }
  }
  for (const { name, type } of inputs) add(name, type, 'as a request input', 'give the input another name');
  return new Map([...read].map(([column, { type }]) => [column, type]));
}

/** The same for a list of features that is to be kept: nobody could ever read what mixes types. */
export async function checkColumnTypes(
  db: Queryable,
  features: readonly ResolvedFeature[],
  inputs: readonly Input[],
): Promise<void> {
  const ids = features.map(({ featureSetVersionId }) => featureSetVersionId);
  const definitions = await selectDefinitions(db, ids);
  const sets = features.flatMap(({ featureSetVersionId, keyColumns }): KeyedSet[] => {
    const definition = definitions.get(featureSetVersionId);
    return definition === undefined ? [] : [{ definition, keys: keyPartsOf(definition, keyColumns) }];
  });
  columnTypes(sets, inputs);
}
