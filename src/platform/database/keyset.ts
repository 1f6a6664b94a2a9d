import { badInput } from '../errors.js';

/** The position behind one row of a keyset page: the values it is ordered by, as text. */
export type CursorValues = readonly (string | null)[];

/** Opaque to clients; holds the ordering values, so that page 1,000 costs what page 1 costs. */
export function encodeCursor(values: CursorValues): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** What a value of a cursor must look like; without the check PostgreSQL would fail on it, as if the fault were ours. */
const SHAPES = {
  text: /^[^\0]*$/,
  // The canonical text of an entity key: a JSON array.
  key: /^\[[^\0]*\]$/,
  int: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  float: /^(-?\d+(\.\d+)?(e[+-]\d{1,3})?|NaN|-?Infinity)$/,
  // PostgreSQL's own text of a time, in UTC.
  time: /^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2\d|3[01]) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?\+00$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
} as const;

export type CursorShape = readonly (keyof typeof SHAPES)[];

/** What looks as it must and is nothing that PostgreSQL has: a day that no month has, a number beyond all numbers. */
const IMPOSSIBLE: Partial<Record<keyof typeof SHAPES, (value: string) => boolean>> = {
  float: (value) => {
    const number = Number(value);
    return (
      /^-?\d/.test(value) && (!Number.isFinite(number) || (number === 0 && /[1-9]/.test(value.split('e')[0] ?? '')))
    );
  },
  time: (value) => {
    const day = value.slice(0, 10);
    return !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  },
};

/** Reads a cursor of such values. Throws BAD_USER_INPUT when it is not one that this list gave. */
export function decodeCursor(cursor: string, shapes: CursorShape): CursorValues {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === shapes.length && values.every(isShapedLike(shapes))) return values;
  } catch {
    // Falls through to the one message below.
  }
  throw notACursor(cursor);
}

/** The error for a cursor that this list did not give. */
export function notACursor(cursor: string): Error {
  return badInput(
    `"${cursor}" is not a cursor of this list. Pass the endCursor of an earlier page in the same order.`,
    {
      field: 'after',
      found: cursor,
    },
  );
}

function isShapedLike(shapes: CursorShape) {
  return (value: unknown, index: number) => {
    const shape = shapes[index] ?? 'text';
    return (
      value === null || (typeof value === 'string' && SHAPES[shape].test(value) && IMPOSSIBLE[shape]?.(value) !== true)
    );
  };
}

/** As clients ask for it. */
export interface AskedPage {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

export interface PageRequest {
  readonly first: number;
  readonly after: string | undefined;
}

export const DEFAULT_PAGE = 50;
export const MAX_PAGE = 1000;

/** Checks `first` and `after` of a connection field. */
export function pageRequest({ first, after }: AskedPage): PageRequest {
  const size = first ?? DEFAULT_PAGE;
  if (size < 1 || size > MAX_PAGE) {
    throw badInput(`first is ${size}; it must be from 1 to ${MAX_PAGE}.`, { field: 'first', found: size });
  }
  return { first: size, after: after ?? undefined };
}
