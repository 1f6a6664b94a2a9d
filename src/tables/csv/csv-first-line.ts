import { badInput } from '../../platform/errors.js';
import { MAX_ROW_BYTES } from '../table-batch.js';
import { asSent } from '../utf8-text.js';
import { DELIMITERS, type Delimiter, refuseOtherDelimiter } from './csv-delimiter.js';

const MAX_COLUMNS = 10_000;

/** A CSV whose first line has been looked at. */
export interface CheckedCsv {
  /** What ends its lines. */
  readonly lineEnd: string;
  readonly text: AsyncIterable<string>;
}

/**
 * Reads the first line of a CSV, before a parser sees any of it. Throws BAD_USER_INPUT for too many cells as soon as they are seen, for a line that is
 * too long, and where another delimiter is meant.
 */
export async function checkFirstLine(text: AsyncIterable<string>, delimiter: Delimiter): Promise<CheckedCsv> {
  const pieces = text[Symbol.asyncIterator]();
  const line = new FirstLine(delimiter);
  const held: string[] = [];
  try {
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
      held.push(next.value);
      if (!line.readsOn(next.value)) break;
    }
  } catch (error) {
    await pieces.return?.();
    throw error;
  }
  return { lineEnd: line.end ?? '\n', text: after(held, pieces) };
}

async function* after(held: string[], pieces: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    for (let piece = held.shift(); piece !== undefined; piece = held.shift()) yield piece;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  } finally {
    await pieces.return?.();
  }
}

class FirstLine {
  /** `\n`, `\r\n` or `\r`, once it was seen. */
  end: string | undefined;
  private begin = '';
  private cells = 1;
  private quoted = false;

  constructor(private readonly delimiter: Delimiter) {}

  /** False once its end was seen. */
  readsOn(piece: string): boolean {
    if (this.end === '\r') {
      if (piece.startsWith('\n')) this.end = '\r\n';
      return false;
    }
    const separator = DELIMITERS[this.delimiter];
    for (let at = 0; at < piece.length; at++) {
      const character = piece[at];
      if (character === '"') this.quoted = !this.quoted;
      else if (this.quoted) continue;
      else if (character === separator) this.countCell();
      else if (character === '\n' || character === '\r') {
        refuseOtherDelimiter(asSent(this.begin + piece.slice(0, at)).replace(/^\uFEFF/, ''), this.delimiter);
        this.end = piece.startsWith('\r\n', at) ? '\r\n' : character;
        // What follows a \r at the end of a piece comes with the next.
        return character === '\r' && at === piece.length - 1;
      }
    }
    this.begin += piece;
    if (this.begin.length > MAX_ROW_BYTES) throw this.tooLong();
    return true;
  }

  private countCell(): void {
    if (++this.cells > MAX_COLUMNS)
      throw badInput(`The first line of the CSV has more than ${MAX_COLUMNS} cells; at most ${MAX_COLUMNS} are read.`, {
        expected: MAX_COLUMNS,
      });
  }

  private tooLong(): Error {
    const why = this.quoted ? 'opens a quote that is never closed, or is' : 'is';
    return badInput(`The first line of the CSV ${why} longer than ${MAX_ROW_BYTES} characters.`, {
      expected: MAX_ROW_BYTES,
    });
  }
}
