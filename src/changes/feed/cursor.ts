import { decodeCursor, encodeCursor } from '../../platform/database/keyset.js';

/** The cursor of a position in the feed. */
export function cursorOf(position: number): string {
  return encodeCursor([String(position)]);
}

/** The position of a cursor. Throws BAD_USER_INPUT for what the feed has not given. */
export function positionOf(cursor: string): number {
  return Number(decodeCursor(cursor, ['bigint'])[0]);
}
