import { type AnswerBudget, MAX_ROWS, MAX_VALUES } from '../../../platform/answer-budget.js';
import { HeadwaterError } from '../../../platform/errors.js';
import { Room } from '../../../platform/room.js';

const LARGE = 20_000;

/** How large an answer will be; `what` are its rows, such as entities. */
export interface AnswerSize {
  readonly what: string;
  readonly rows: number;
  readonly columns: number;
  /** Of each of these feature sets a row is read for each of the rows. */
  readonly sets: number;
}

/** For whom an answer is made. */
export interface Asker {
  /** Asked for only where it takes long. */
  readonly signal: () => AbortSignal;
  readonly budget: AnswerBudget;
}

/** Keeps large answers from filling the memory together: those that don't fit beside others wait for them. */
export class LargeAnswers {
  private readonly room = new Room(MAX_VALUES);

  /** Runs `work`, which reads what the answer is made of. Throws TOO_COMPLEX where it would have too many values, alone or with others of the request. */
  make<T>({ what, rows, columns, sets }: AnswerSize, { signal, budget }: Asker, work: () => Promise<T>): Promise<T> {
    if (rows * sets > MAX_ROWS) throw tooManyRows(what, rows, sets);
    const found = rows * columns;
    if (found > MAX_VALUES) throw tooManyValues(what, rows, columns);
    budget.ask(found, rows * sets);
    return found <= LARGE ? work() : this.room.use('large answers', found, signal(), work);
  }
}

function tooManyValues(what: string, rows: number, columns: number): HeadwaterError {
  const found = rows * columns;
  return new HeadwaterError(
    'TOO_COMPLEX',
    `${rows} ${what} with ${columns} features each are ${found} values; at most ${MAX_VALUES} fit in one answer. Ask for fewer ${what} at a time.`,
    { found, expected: MAX_VALUES },
  );
}

function tooManyRows(what: string, rows: number, sets: number): HeadwaterError {
  return new HeadwaterError(
    'TOO_COMPLEX',
    `${rows} ${what} in ${sets} feature sets each are ${rows * sets} rows; at most ${MAX_ROWS} are read at once. Ask for fewer ${what} at a time.`,
    { found: rows * sets, expected: MAX_ROWS },
  );
}
