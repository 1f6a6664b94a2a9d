import { badInput } from '../../../platform/errors.js';
import { didYouMean, nearNames } from '../../../platform/text/did-you-mean.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';
import type { KeyPart } from '../../../values/join-key.js';
import { RESERVED_COLUMN } from '../entities/entity.input.js';
import type { Definition } from './feature-references.sql.js';

/** Where the join keys of a feature set stand in a row. */
export interface KeyPlace {
  readonly role: string | null;
  /** Join key → column, where it was said; null: as the role says. */
  readonly keys: Readonly<Record<string, string>> | null;
}

/*   airport_traffic:*               airport      →  airport
 *   airport_traffic:*~origin        airport      →  origin
 *   route_traffic:*~outward         from, to     →  outward_from, outward_to     */
/** The columns of a row that the join keys of a feature set are read from, in their order. */
export function keyColumnsOf(definition: Definition, { role, keys }: KeyPlace): readonly string[] {
  const { joinKeys, label } = definition;
  if (keys !== null) refuseOtherKeys(definition, keys);
  const columns = joinKeys.map(({ name }) => {
    if (keys !== null && Object.hasOwn(keys, name)) return keys[name] ?? name;
    if (role === null) return name;
    return joinKeys.length === 1 ? role : `${role}_${name}`;
  });
  const taken = columns.indexOf(RESERVED_COLUMN);
  if (taken >= 0)
    throw badInput(
      `The join key "${joinKeys[taken]?.name}" of ${label} can't be read from the column "${RESERVED_COLUMN}", which holds the time of a row.`,
      { field: 'features', found: RESERVED_COLUMN },
    );
  return columns;
}

/** The join keys of a feature set, each with the column that it is read from. */
export function keyPartsOf({ joinKeys }: Definition, columns: readonly string[]): readonly KeyPart[] {
  return joinKeys.map(({ name, type }, index) => {
    const column = columns[index] ?? name;
    return column === name ? { name, type } : { name, type, column };
  });
}

function refuseOtherKeys({ joinKeys, label }: Definition, keys: Readonly<Record<string, string>>): void {
  const names = joinKeys.map(({ name }) => name);
  const other = Object.keys(keys).find((name) => !names.includes(name));
  if (other === undefined) return;
  throw badInput(
    `keys has ${inQuotes(other)}, which is no join key of ${label}; it has ${names.join(', ')}.${didYouMean(nearNames(other, names))}`,
    { field: 'keys', found: other, expected: names },
  );
}
