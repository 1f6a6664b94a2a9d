import { type CursorValues, decodeCursor } from '../../../platform/database/keyset.js';
import { badInput } from '../../../platform/errors.js';
import { checkLabel } from '../../../platform/text/check-text.js';
import { NodeOrder } from '../../nodes/lists/node-filter.input.js';
import type { ListedKind, OrderFact } from '../listed-kind.js';
import { CREATED, NAME, ordersOf } from './common-orders.js';
import type { ListOrder, OrderedList } from './list-order.input.js';
import { SortDirection } from './sort-direction.js';

/** A key that is known. */
export interface ListKey {
  readonly by: string;
  readonly fact: OrderFact;
  /** Which of many; empty where there is one. */
  readonly name: string;
  readonly descending: boolean;
}

export interface ResolvedListOrder {
  readonly keys: readonly ListKey[];
  /** How nodes that are equal in all keys follow. */
  readonly newestFirst: boolean;
  /** A cursor holds it: a place in one order is none in another. */
  readonly signature: string;
}

const MOST_KEYS = 5;
const { ASC, DESC } = SortDirection;
const SHORT: Readonly<Record<NodeOrder, ListOrder>> = {
  [NodeOrder.NEWEST]: { by: CREATED, direction: DESC },
  [NodeOrder.OLDEST]: { by: CREATED, direction: ASC },
  [NodeOrder.NAME]: { by: NAME, direction: ASC },
};

/** Reads the order of a list, newest first if none is asked for. Throws BAD_USER_INPUT for a key that lacks its name, or has one too many. */
export function resolveListOrder({ orderBy, order }: OrderedList, listed: ListedKind | undefined): ResolvedListOrder {
  if (orderBy != null && order != null) throw badInput('orderBy and order say the same; give one.', { field: 'order' });
  const asked = order ?? [SHORT[orderBy ?? NodeOrder.NEWEST]];
  if (asked.length > MOST_KEYS) {
    throw badInput(`order has ${asked.length} keys; at most ${MOST_KEYS} are used.`, {
      field: 'order',
      expected: MOST_KEYS,
      found: asked.length,
    });
  }
  const known = ordersOf(listed);
  const keys: ListKey[] = [];
  let newestFirst = true;
  const signature = JSON.stringify(asked.map(({ by, name, direction }) => [by, name ?? '', direction ?? DESC]));
  for (const [index, each] of asked.entries()) {
    const fact = known[each.by];
    newestFirst = each.direction !== ASC;
    const name = nameOf(each, fact, `order[${index}]`);
    // Ids are unique, and follow one another as they were made: what comes behind has nothing left to decide.
    if (fact === undefined) break;
    keys.push({ by: each.by, fact, name, descending: newestFirst });
  }
  return { keys, newestFirst, signature };
}

function nameOf({ by, name }: ListOrder, fact: OrderFact | undefined, path: string): string {
  const field = `${path}.name`;
  if (fact?.named === true) {
    if (name != null) return checkLabel(field, name);
    throw badInput(`${path} is by ${by} and needs the name of one.`, { field });
  }
  if (name == null) return '';
  throw badInput(`${path} is by ${by}, which takes no name.`, { field, found: name });
}

const SHAPES = { text: 'text', bigint: 'bigint', float8: 'float', timestamptz: 'time' } as const;

/** The place that a cursor tells, in this order. */
export function decodePlace(cursor: string, { keys, signature }: ResolvedListOrder): CursorValues {
  const [order, ...place] = decodeCursor(cursor, ['text', ...keys.map(({ fact }) => SHAPES[fact.type]), 'uuid']);
  if (order === signature && place.at(-1) != null) return place;
  throw badInput(`"${cursor}" is a cursor of another order. Pass the endCursor of an earlier page in the same order.`, {
    field: 'after',
    found: cursor,
  });
}
