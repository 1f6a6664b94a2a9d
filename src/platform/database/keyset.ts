import { badInput } from '../errors.js';

/** The position behind one row of a keyset page: the values it is ordered by, as text. */
export type CursorValues = readonly (string | null)[];

/** Opaque to clients; holds the ordering values, so that page 1,000 costs what page 1 costs. */
export function encodeCursor(values: CursorValues): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Reads a cursor of `length` values. Throws BAD_USER_INPUT when it is not one that this list gave. */
export function decodeCursor(cursor: string, length: number): CursorValues {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === length && values.every((v) => v === null || typeof v === 'string')) {
      return values;
    }
  } catch {
    // Falls through to the one message below.
  }
  throw badInput(`"${cursor}" is not a cursor of this list. Pass the endCursor of an earlier page in the same order.`, {
    field: 'after',
    found: cursor,
  });
}

export interface PageRequest {
  readonly first: number;
  readonly after: string | undefined;
}

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 1000;

/** Checks `first` and `after` of a connection field. */
export function pageRequest(first: number | null | undefined, after: string | null | undefined): PageRequest {
  const size = first ?? DEFAULT_PAGE;
  if (size < 1 || size > MAX_PAGE) {
    throw badInput(`first is ${size}; it must be from 1 to ${MAX_PAGE}.`, { field: 'first', found: size });
  }
  return { first: size, after: after ?? undefined };
}
