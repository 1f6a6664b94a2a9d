import { HeadwaterError } from '../../platform/errors.js';

/** The most values of one answer: with statuses and times of each they make some 200 MB of text. */
const MAX_VALUES = 2_000_000;

/** Throws TOO_COMPLEX where an answer would have more values than that; `what` are its rows, such as entities. */
export function refuseManyValues(what: string, rows: number, columns: number): void {
  const found = rows * columns;
  if (found <= MAX_VALUES) return;
  throw new HeadwaterError(
    'TOO_COMPLEX',
    `${rows} ${what} with ${columns} features each are ${found} values; at most ${MAX_VALUES} fit in one answer. Ask for fewer ${what} at a time.`,
    { found, expected: MAX_VALUES },
  );
}
