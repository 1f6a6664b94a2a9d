import type { ResolvedFeature } from '../features/definitions/references/feature-references.js';
import type { RefParts } from '../graph/names/format-ref.js';
import { splitRef } from '../graph/names/split-ref.js';

type Named = Pick<ResolvedFeature, 'name' | 'featureSet' | 'role'>;

/*   mean_delay                                where no other set that is asked for has such a feature
 *   airport_traffic__mean_delay               where several sets have it
 *   airport_traffic_2__mean_delay             where several versions of a set are asked for
 *   destination__mean_delay                   in a role, and then as above: destination__airport_traffic__mean_delay  */
/** Distinct names for the columns of a file; also for readers that don't tell capital letters from small ones. */
export function nameColumns(columns: readonly Named[]): string[] {
  const alike = new Map<string, Named[]>();
  for (const column of columns) alike.set(likenessOf(column), [...(alike.get(likenessOf(column)) ?? []), column]);
  const taken = new Set<string>();
  return columns.map((column) => {
    const name = nameAmong(column, alike.get(likenessOf(column)) ?? []);
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

function nameAmong({ name, featureSet, role }: Named, alike: readonly Named[]): string {
  const others = alike.filter((other) => other.featureSet !== featureSet);
  const { name: set, version } = partsOf(featureSet);
  // Two versions of one set need the version too.
  const versions = others.some((other) => partsOf(other.featureSet).name === set);
  const prefix = others.length === 0 ? [] : [versions ? `${set}_${version}` : set];
  return [...(role === null ? [] : [role]), ...prefix, name].join('__');
}

function partsOf(label: string): RefParts {
  const split = splitRef(label);
  if (!split.ok) throw new Error(`${label} is no label: ${split.problem}`);
  return split.parts;
}
