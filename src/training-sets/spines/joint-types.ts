import { badInput } from '../../platform/errors.js';
import type { DataType } from '../../values/data-type.js';
import type { KeyPart } from '../../values/join-key.js';

/** The columns of the join keys of several entities together: name → type. One name can't mean two types: BAD_USER_INPUT. */
export function jointTypes(keys: readonly (readonly KeyPart[])[]): ReadonlyMap<string, DataType> {
  const types = new Map<string, DataType>();
  for (const { name: key, column: name = key, type } of keys.flat()) {
    const other = types.get(name);
    if (other !== undefined && other !== type) {
      throw badInput(
        `The column "${name}" of join keys is ${other} for one of these feature sets and ${type} for another.`,
        {
          field: name,
        },
      );
    }
    types.set(name, type);
  }
  return types;
}
