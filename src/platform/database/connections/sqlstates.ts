import type { ErrorCode } from '../../errors.js';

/** What a SQLSTATE, or a class of them (its first two characters), means to a caller. */
interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
}

const AWAY: Meaning = { code: 'UNAVAILABLE', message: 'The database cannot be reached right now; try again.' };
const FULL: Meaning = {
  code: 'UNAVAILABLE',
  message:
    'The database has no room for this right now (disk or memory is full); nothing was changed. Try again later.',
};
const CHANGED_AT_ONCE: Meaning = {
  code: 'CONFLICT',
  message: 'Another writer changed the same records at the same time; try again.',
};
const ZERO_CHARACTER: Meaning = {
  code: 'BAD_USER_INPUT',
  message: 'A text holds a zero character (U+0000), which cannot be stored; leave it out.',
};

/** The one table of what PostgreSQL's errors mean. What stands in neither part is our own mistake. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '22021': ZERO_CHARACTER,
  '22P05': ZERO_CHARACTER,
  // A hot standby, or a primary whose administrator allows no writes.
  '25006': { code: 'UNAVAILABLE', message: 'The database takes no writes right now (it is read-only); try again.' },
  '25P03': AWAY, // idle in transaction for too long
  '25P04': { code: 'TIMEOUT', message: 'The transaction took longer than the database allows; nothing was changed.' },
  '40001': CHANGED_AT_ONCE,
  '40P01': CHANGED_AT_ONCE,
  '55P03': {
    code: 'UNAVAILABLE',
    message: 'Other work keeps these records locked for longer than a request may wait; try again.',
  },
  '57014': {
    code: 'TIMEOUT',
    message: 'The request took longer than the service allows and its SQL was cancelled.',
  },
  '3D000': AWAY, // the database itself is gone
  // Classes.
  '08': AWAY,
  '28': { code: 'UNAVAILABLE', message: 'The database does not let the service in; its operator has to look.' },
  '53': FULL, // disk, memory
  '54': {
    code: 'TOO_COMPLEX',
    message: 'A value, or the statement made of the request, is larger than the database can hold.',
  },
  '57': AWAY, // shut down, crashed, starting
  '58': {
    code: 'UNAVAILABLE',
    message: 'The database cannot read or write its files right now; nothing was changed. Try again.',
  },
};
const TOO_MANY_CONNECTIONS = '53300';

export function meaningOf(sqlstate: string): Meaning | undefined {
  if (sqlstate === TOO_MANY_CONNECTIONS) return AWAY;
  return MEANINGS[sqlstate] ?? MEANINGS[sqlstate.slice(0, 2)];
}

/** Whether an error code is a SQLSTATE; each has a digit, where those of Node, such as EPIPE, have none. */
export function isSqlstate(code: unknown): boolean {
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
}
