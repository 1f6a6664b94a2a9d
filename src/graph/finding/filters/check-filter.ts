import { badInput } from '../../../platform/errors.js';
import type { Nested } from './filter-tree.js';

const MOST_FILTERS = 50;
const DEEPEST = 8;

/** A filter, or one that stands in it, and where: `filter.or[1]`. */
export interface FilterPart<Filter> {
  readonly filter: Filter;
  readonly path: string;
}

/** The filter and all that stand in it. Throws BAD_USER_INPUT for too many, too deep ones, and for what only the outer one may say. */
export function checkShape<Filter extends Nested<Filter>>(filter: Filter, outer = 'filter'): FilterPart<Filter>[] {
  const parts: FilterPart<Filter>[] = [];
  const collect = (part: FilterPart<Filter>, depth: number) => {
    parts.push(part);
    if (parts.length - 1 > MOST_FILTERS) throw tooLarge(`holds more than ${MOST_FILTERS} filters`, MOST_FILTERS);
    if (depth > DEEPEST) throw tooLarge(`holds filters more than ${DEEPEST} deep`, DEEPEST);
    if (depth > 0 && part.filter.includeDeleted != null) {
      throw badInput(
        `${part.path}.includeDeleted stands within another filter; say it in the outer one, it holds for all.`,
        { field: `${part.path}.includeDeleted` },
      );
    }
    for (const inner of innerParts(part)) collect(inner, depth + 1);
  };
  collect({ filter, path: outer }, 0);
  return parts;
}

function innerParts<Filter extends Nested<Filter>>({ filter, path }: FilterPart<Filter>): FilterPart<Filter>[] {
  const list = (field: 'and' | 'or') =>
    (filter[field] ?? []).map((inner, index) => ({ filter: inner, path: `${path}.${field}[${index}]` }));
  return [...list('and'), ...list('or'), ...(filter.not == null ? [] : [{ filter: filter.not, path: `${path}.not` }])];
}

/** Throws BAD_USER_INPUT where filters of one kind hold too many of another, in all places together. */
export function checkWithin<Filter extends Nested<Filter>>(
  filter: Filter,
  path: string,
  within: { count: number },
): void {
  within.count += checkShape(filter, path).length;
  if (within.count > MOST_FILTERS) throw tooLarge(`holds more than ${MOST_FILTERS} filters of others`, MOST_FILTERS);
}

function tooLarge(what: string, expected: number) {
  return badInput(`filter ${what}; ask for less at once.`, { field: 'filter', expected });
}

/** Throws BAD_USER_INPUT for a list of conditions that is too long. */
export function checkCount<T>(field: string, conditions: readonly T[], most: number): readonly T[] {
  if (conditions.length <= most) return conditions;
  throw badInput(`${field} has ${conditions.length} conditions; at most ${most} are taken.`, {
    field,
    expected: most,
    found: conditions.length,
  });
}
