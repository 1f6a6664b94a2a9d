import type { ResolvedFeature } from '../features/definitions/references/feature-references.js';
import type { RefParts } from '../graph/names/format-ref.js';
import { splitRef } from '../graph/names/split-ref.js';

type Named = Pick<ResolvedFeature, 'name' | 'featureSet' | 'role'>;

/*   mean_delay                                where no other set that is asked for has such a feature
 *   airport_traffic__mean_delay               where several sets have it
 *   airport_traffic_2__mean_delay             where several versions of a set are asked for
 *                                             or a join key that is read has that name
 *   destination__mean_delay                   in a role, and then as above: destination__airport_traffic__mean_delay  */
/** Distinct names for the columns of a file beside those of the keys; also for readers that don't tell capital letters from small ones. */
export function nameColumns(columns: readonly Named[], keyColumns: Iterable<string> = []): string[] {
  const setOf = setFinder();
  // Which versions of which sets have a feature of that name, in that role.
  const alike = new Map<string, Map<string, Set<string>>>();
  for (const column of columns) {
    const sets = entryOf(alike, likenessOf(column), () => new Map<string, Set<string>>());
    entryOf(sets, setOf(column).name, () => new Set<string>()).add(column.featureSet);
  }
  const keys = new Set([...keyColumns].map((key) => key.toLowerCase()));
  const taken = new Set(keys);
  return columns.map((column) => {
    const set = setOf(column);
    const sets = alike.get(likenessOf(column));
    const versions = sets?.get(set.name)?.size ?? 1;
    const named = (...prefix: string[]) => [column.role ?? [], prefix, column.name].flat().join('__');
    const isAmbiguous = (sets?.size ?? 1) > 1 || keys.has(named());
    const name = versions > 1 ? named(`${set.name}_${set.version}`) : isAmbiguous ? named(set.name) : named();
    let distinct = name;
    // The name of a set may read like that of a role.
    for (let number = 2; taken.has(distinct.toLowerCase()); number++) distinct = `${name}_${number}`;
    taken.add(distinct.toLowerCase());
    return distinct;
  });
}

function likenessOf({ name, role }: Named): string {
  return `${role ?? ''} ${name}`;
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The name and version of the set of a column; each label is read once. */
function setFinder(): (column: Named) => RefParts {
  const known = new Map<string, RefParts>();
  return ({ featureSet }) =>
    entryOf(known, featureSet, () => {
      const split = splitRef(featureSet);
      if (!split.ok) throw new Error(`${featureSet} is no label: ${split.problem}`);
      return split.parts;
    });
}
