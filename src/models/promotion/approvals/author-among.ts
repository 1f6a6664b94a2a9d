import { personOf } from '../../../access/rights/same-person.js';

/** The first of some names that means an author, however it is written; undefined: none does. */
export function authorAmong(names: readonly string[], authors: readonly string[]): string | undefined {
  const people = new Set(authors.map(personOf));
  return names.find((name) => people.has(personOf(name)));
}
