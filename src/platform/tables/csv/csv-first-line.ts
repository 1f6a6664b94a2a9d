import { badInput } from '../../errors.js';
import { MAX_ROW_BYTES } from '../table-batch.js';
import { asSent } from '../utf8-text.js';
import { DELIMITERS, type Delimiter, refuseOtherDelimiter } from './csv-delimiter.js';

const MAX_COLUMNS = 10_000;

/**
 * Passes the text of a CSV on, and looks at its first line on the way. Throws BAD_USER_INPUT for too many cells as soon as they are seen, and where
 * another delimiter is meant.
 */
export async function* withCheckedFirstLine(text: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<string> {
  let line: FirstLine | undefined = new FirstLine(delimiter);
  for await (const piece of text) {
    if (line?.readsOn(piece) === false) line = undefined;
    yield piece;
  }
}

class FirstLine {
  private begin = '';
  private cells = 1;
  private quoted = false;

  constructor(private readonly delimiter: Delimiter) {}

  /** False once its end was seen, or it is too long to be one. */
  readsOn(piece: string): boolean {
    const separator = DELIMITERS[this.delimiter];
    for (let at = 0; at < piece.length; at++) {
      const character = piece[at];
      if (character === '"') this.quoted = !this.quoted;
      else if (this.quoted) continue;
      else if (character === separator) this.countCell();
      else if (character === '\n' || character === '\r') {
        refuseOtherDelimiter(asSent(this.begin + piece.slice(0, at)).replace(/^\uFEFF/, ''), this.delimiter);
        return false;
      }
    }
    this.begin += piece;
    return this.begin.length <= MAX_ROW_BYTES;
  }

  private countCell(): void {
    if (++this.cells > MAX_COLUMNS)
      throw badInput(`The first line of the CSV has more than ${MAX_COLUMNS} cells, which is the most that are read.`, {
        expected: MAX_COLUMNS,
      });
  }
}
