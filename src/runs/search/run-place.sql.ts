import { behindKeys } from '../../graph/finding/ordering/behind-place.sql.js';
import type { CursorValues } from '../../platform/database/keyset.js';
import type { SqlParameters } from '../../platform/database/sql-parameters.js';
import type { SearchParts } from '../filters/run-filter.sql.js';
import type { Section, SortKey, SortOrder } from './run-order.sql.js';

/** The keys that order a section: where the first is absent, only the others do. */
function keysOf(order: SortOrder, section: Section): readonly SortKey[] {
  return section === 'ABSENT' ? order.keys.slice(1) : order.keys;
}

/** The `order by` of a section. Only what may be null says where nulls go: no index has them last when it is read backward. */
export function orderClause(order: SortOrder, section: Section): string {
  const terms = keysOf(order, section).map((key, index) => {
    const mayBeNull = key.nullable && (index > 0 || section !== 'PRESENT');
    return `${key.expression} ${direction(key.descending)}${mayBeNull ? ' nulls last' : ''}`;
  });
  const [first] = order.keys;
  const id = first !== undefined && carriesWholeOrder(order, section, first) ? first.id : 'n.id';
  return [...terms, `${id} ${direction(order.newestFirst)}`].join(', ');
}

/** The values of the keys, as columns `p0`, `p1`, …. */
export function placeColumns(order: SortOrder, section: Section): string[] {
  return order.keys.map(
    (key, index) => `${index === 0 && section === 'ABSENT' ? `null::${key.type}` : key.expression} as p${index}`,
  );
}

/** The order of a section again, by the columns of placeColumns and the id. */
export function placeOrder(order: SortOrder): string {
  const terms = order.keys.map((key, index) => `page.p${index} ${direction(key.descending)} nulls last`);
  return [...terms, `page.id ${direction(order.newestFirst)}`].join(', ');
}

function direction(descending: boolean): string {
  return descending ? 'desc' : 'asc';
}

/** Whether one index has the key and the id behind it, both in the direction asked for. */
export function carriesWholeOrder(order: SortOrder, section: Section, first: SortKey): boolean {
  return section === 'PRESENT' && order.keys.length === 1 && first.descending === order.newestFirst;
}

/** The conditions that only runs behind a place of this section fulfil; the first of them is what an index is entered with. */
export function behindPlace(
  order: SortOrder,
  section: Section,
  place: CursorValues,
  parts: SearchParts,
  sql: SqlParameters,
): string[] {
  const keys = keysOf(order, section);
  const values = place.slice(order.keys.length - keys.length, -1);
  const id = `${sql.add(place.at(-1))}::uuid`;
  const byId = order.newestFirst ? '<' : '>';
  const [first] = keys;
  // Whichever table the walk follows, it begins behind the place.
  if (first === undefined) return [parts.byId, ...parts.ids].map((column) => `${column} ${byId} ${id}`);
  const bounds = values.map((value, index) => (value === null ? null : `${sql.add(value)}::${keys[index]?.type}`));
  if (carriesWholeOrder(order, section, first)) {
    return [`(${first.expression}, ${first.id}) ${byId} (${bounds[0]}, ${id})`];
  }
  const later = behindKeys(keys, bounds, `n.id ${byId} ${id}`);
  const entry = section === 'PRESENT' ? [`${first.expression} ${first.descending ? '<=' : '>='} ${bounds[0]}`] : [];
  return [...entry, later];
}

/**
 * Behind a place a page begins there. A bound of the first key on the same side as the place, which it goes beyond, is kept from the index: of two bounds it may take the wider one
 * to begin with, and walk all pages again.
 */
export function beyondPlace({ keys: [first], newestFirst }: SortOrder, place: CursorValues | undefined) {
  const operators = newestFirst ? ['<', '<='] : ['>', '>='];
  const isBound = (condition: string) =>
    operators.some((operator) => condition.startsWith(`${first?.expression} ${operator} `));
  return (condition: string): string =>
    place !== undefined && isBound(condition) ? `case when ${condition} then true end` : condition;
}
