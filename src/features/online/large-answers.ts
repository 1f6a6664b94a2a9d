import { HeadwaterError } from '../../platform/errors.js';
import { Room } from '../../platform/room.js';

/** The most values of one answer, and of the large ones that are made at once: with statuses and times of each they make some 30 MB of text. */
const MAX_VALUES = 500_000;
/** The most stored rows that one answer is made of. */
const MAX_ROWS = 100_000;
const LARGE = 20_000;

/** How large an answer will be; `what` are its rows, such as entities. */
export interface AnswerSize {
  readonly what: string;
  readonly rows: number;
  readonly columns: number;
  /** Of each of these feature sets a row is read for each of the rows. */
  readonly sets: number;
}

/** Keeps large answers from filling the memory together: those that don't fit beside others wait for them. */
export class LargeAnswers {
  private readonly room = new Room(MAX_VALUES);

  /** Runs `work`, which reads what the answer is made of. Throws TOO_COMPLEX where it would have too many values. */
  make<T>({ what, rows, columns, sets }: AnswerSize, signal: () => AbortSignal, work: () => Promise<T>): Promise<T> {
    if (rows * sets > MAX_ROWS) throw tooManyRows(what, rows, sets);
    const found = rows * columns;
    if (found <= LARGE) return work();
    if (found <= MAX_VALUES) return this.room.use('large answers', found, signal(), work);
    throw new HeadwaterError(
      'TOO_COMPLEX',
      `${rows} ${what} with ${columns} features each are ${found} values; at most ${MAX_VALUES} fit in one answer. Ask for fewer ${what} at a time.`,
      { found, expected: MAX_VALUES },
    );
  }
}

function tooManyRows(what: string, rows: number, sets: number): HeadwaterError {
  return new HeadwaterError(
    'TOO_COMPLEX',
    `${rows} ${what} in ${sets} feature sets each are ${rows * sets} rows; at most ${MAX_ROWS} are read at once. Ask for fewer ${what} at a time.`,
    { found: rows * sets, expected: MAX_ROWS },
  );
}
