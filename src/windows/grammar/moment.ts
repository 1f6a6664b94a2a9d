import { badInput } from '../../platform/errors.js';
import { TokenReader } from './token-reader.js';

/** A time of a row: that of a column, moved by durations, each once or as often as a column says. */
export interface Moment {
  readonly column: string;
  readonly moves: readonly { readonly times: string | undefined; readonly microseconds: number }[];
}

const MOST_MOVES = 20;

/** Reads `date`, `date + 30m`, `date + distance * 7.2s + delay * 1m`. Throws BAD_USER_INPUT for anything else. */
export function readMoment(expression: string): Moment {
  const reader = new TokenReader(expression);
  const column = reader.takeColumn() ?? refuse(reader, 'a column with a time');
  const moves: Moment['moves'][number][] = [];
  while (reader.next.kind !== 'end') {
    const sign = reader.takes('+') ? 1 : reader.takes('-') ? -1 : refuse(reader, '"+" or "-"');
    moves.push(readMove(reader, sign));
  }
  if (moves.length <= MOST_MOVES) return { column, moves };
  throw badInput(`${expression} moves the time ${moves.length} times; at most ${MOST_MOVES} are read.`, {});
}

function readMove(reader: TokenReader, sign: number): Moment['moves'][number] {
  const times = reader.takeColumn();
  if (times !== undefined) reader.require('*');
  const { next } = reader;
  if (next.kind !== 'duration') throw reader.wrong('a duration such as 30m');
  reader.take();
  const microseconds = sign * next.microseconds;
  if (times !== undefined || !reader.takes('*')) return { times, microseconds };
  return { times: reader.takeColumn() ?? refuse(reader, 'a column'), microseconds };
}

function refuse(reader: TokenReader, expected: string): never {
  throw reader.wrong(expected);
}
