import { HeadwaterError } from '../../../../platform/errors.js';
import { type AnswerBudget, MAX_ROWS, MAX_VALUES } from '../../../../platform/memory/answer-budget.js';
import { Capacity } from '../../../../platform/memory/capacity.js';
import type { Matrix } from './matrix.js';

const LARGE = 20_000;
/** Bytes that a value takes in what is read, and in what is written of it: text is longer, and counted when it is seen. */
const READ_BYTES = 20;
const WRITTEN_BYTES: Readonly<Record<Matrix, number>> = {
  values: 20,
  statuses: 10,
  eventTimes: 30,
  ingestTimes: 30,
  ages: 10,
};

/** How large an answer will be; `what` are its rows, such as entities. */
export interface AnswerSize {
  readonly what: string;
  readonly rows: number;
  readonly columns: number;
  /** Of each of these feature sets a row is read for each of the rows. */
  readonly sets: number;
  readonly matrices: ReadonlySet<Matrix>;
}

/** For whom an answer is made. */
export interface Asker {
  /** Whose share of the places it takes. */
  readonly caller: { readonly user: string };
  /** Asked for only where it takes long. */
  readonly signal: () => AbortSignal;
  readonly budget: AnswerBudget;
}

/** Keeps large answers from filling the memory together: those that don't fit beside others wait for them. */
export class LargeAnswers {
  private readonly room = new Capacity(MAX_VALUES);

  /** Runs `work`, which reads what the answer is made of. Throws TOO_COMPLEX where it would have too many values, alone or with others of the request. */
  make<T>(size: AnswerSize, asker: Asker, work: () => Promise<T>): Promise<T> {
    const { what, rows, columns, sets } = size;
    if (rows * sets > MAX_ROWS) throw tooManyRows(what, rows, sets);
    const found = rows * columns;
    if (found > MAX_VALUES) throw tooManyValues(what, rows, columns);
    asker.budget.ask(found, rows * sets);
    return found <= LARGE ? work() : this.makeLarge(size, asker, work);
  }

  private async makeLarge<T>(size: AnswerSize, { signal, budget }: Asker, work: () => Promise<T>): Promise<T> {
    await budget.reserve(bytesOf(size), signal());
    return this.room.use('large answers', size.rows * size.columns, signal(), work);
  }
}

/** What a large answer is likely to take. */
function bytesOf({ rows, columns, matrices }: AnswerSize): number {
  let bytes = READ_BYTES;
  for (const matrix of matrices) bytes += WRITTEN_BYTES[matrix];
  return rows * columns * bytes;
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
