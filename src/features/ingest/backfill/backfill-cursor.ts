import { badInput } from '../../../platform/errors.js';

/** Where a backfill goes on. Times are PostgreSQL's own text. */
export interface BackfillCursor {
  readonly key: string;
  readonly eventTime: string;
  /** When the backfill began, where it is to end with an activation; what is written from then on is copied at the end. */
  readonly since?: string | undefined;
}

const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?(\+00|Z)$/;

/** Throws BAD_USER_INPUT for what no backfill gave. */
export function readBackfillCursor(cursor: string | null | undefined): BackfillCursor {
  if (cursor == null) return { key: '', eventTime: '-infinity' };
  try {
    const [key, eventTime, since] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    if (typeof key === 'string' && TIME.test(eventTime ?? '') && (since === undefined || TIME.test(since)))
      return { key, eventTime: eventTime ?? '', since };
  } catch {
    // Falls through to the one message below.
  }
  throw badInput(`"${cursor}" is no cursor of a backfill; pass the one of the call before.`, { field: 'cursor' });
}

export function writeBackfillCursor({ key, eventTime, since }: BackfillCursor): string {
  return Buffer.from(JSON.stringify(since === undefined ? [key, eventTime] : [key, eventTime, since])).toString(
    'base64url',
  );
}
