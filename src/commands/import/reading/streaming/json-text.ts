import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Tokenizer } from '@streamparser/json';
import { JsonWalk, type Scope } from './walk-json.js';

const CHUNK = 256 * 1024;
/** The most bytes of a text, or of what is given whole. */
const MOST_BYTES = 16 * 1024 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NEWLINE = 0x0a;

/** How one file of JSON is walked. */
export interface JsonReading {
  /** Of one JSON text: of the file, or of a line of it where `isLines`. */
  readonly root: (line: number) => Scope;
  readonly isLines: boolean;
  /** Is called now and then, with the part of the file that is read. */
  readonly onPart?: (share: number) => void;
}

/** Walks through a file of JSON of any length; a damaged one is told with line and column, and where in it that is. */
export async function walkJsonFile(path: string, { root, isLines, onPart }: JsonReading): Promise<void> {
  // A pipe that nobody writes to would wait here for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw new Error(`${path} is a folder; name a file.`);
    if (!stats.isFile()) throw new Error(`${path} is no regular file; only files are read.`);
    const text = new JsonText(path, root, isLines);
    for (let offset = 0; ; ) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, offset);
      if (bytesRead === 0) return text.end();
      const chunk = buffer.subarray(0, bytesRead);
      const mark = offset === 0 && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
      text.write(chunk.subarray(mark));
      offset += bytesRead;
      onPart?.(offset / Math.max(stats.size, offset));
    }
  } finally {
    await file.close();
  }
}

/** A file of JSON that comes in pieces. */
class JsonText {
  private line = 1;
  /** Bytes of the line that came before the piece at hand. */
  private column = 0;
  private isBlank = true;
  private walk: JsonWalk;
  private tokenizer: Tokenizer;
  /** Bytes of this text before the piece at hand, and since something was given. */
  private before = 0;
  private held = 0;
  private isFresh = true;

  constructor(
    private readonly path: string,
    private readonly root: (line: number) => Scope,
    private readonly isLines: boolean,
  ) {
    [this.walk, this.tokenizer] = this.begin();
  }

  write(chunk: Buffer): void {
    for (let from = 0; from < chunk.length; ) {
      const newline = chunk.indexOf(NEWLINE, from);
      const to = newline < 0 ? chunk.length : newline + 1;
      // Whole pieces where lines mean nothing: only their ends are counted.
      const until = this.isLines ? to : chunk.length;
      this.piece(chunk.subarray(from, until));
      if (this.isLines && newline >= 0) this.endLine();
      from = until;
    }
  }

  end(): void {
    if (this.isLines && this.isBlank) return;
    this.guarded(undefined, () => this.tokenizer.end());
    if (this.walk.isOver) return;
    throw this.problem(`it ends in the middle${this.within()}`, 0, undefined);
  }

  private endLine(): void {
    if (!this.isBlank) this.end();
    this.line++;
    this.column = 0;
    this.isBlank = true;
    [this.walk, this.tokenizer] = this.begin();
  }

  private piece(bytes: Buffer): void {
    if (this.isBlank && bytes.some((byte) => byte > 0x20)) this.isBlank = false;
    if (this.isLines && this.isBlank) return;
    this.isFresh = false;
    this.guarded(bytes, () => this.tokenizer.write(bytes));
    this.before += bytes.length;
    this.held = this.isFresh ? 0 : this.held + bytes.length;
    this.count(bytes);
    if (this.held > MOST_BYTES)
      throw this.problem(
        `what stands here${this.within()} has more than ${MOST_BYTES.toLocaleString('en')} bytes, more than a tool writes as one thing`,
        0,
        undefined,
      );
  }

  private count(bytes: Buffer): void {
    let last = -1;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
      if (!this.isLines) this.line++;
      last = at;
    }
    this.column = last < 0 ? this.column + bytes.length : bytes.length - last - 1;
  }

  private begin(): [JsonWalk, Tokenizer] {
    const walk = new JsonWalk(this.root(this.line));
    const tokenizer = new Tokenizer();
    this.before = 0;
    this.held = 0;
    tokenizer.onToken = ({ token, value, offset }) => {
      if (!walk.take(token, value))
        throw new Odd(offset, `${JSON.stringify(value)?.slice(0, 50)} stands where it can't`);
      if (!walk.isMaking) this.isFresh = true;
    };
    return [walk, tokenizer];
  }

  /** What the scopes say is wrong goes on as it is; what the text is at fault for gets its place. */
  private guarded(bytes: Buffer | undefined, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof Odd) throw this.problem(error.message, error.offset - this.before, bytes);
      const { message } = error as Error;
      if (error instanceof TypeError && /encoded data/.test(message))
        throw this.problem('it is no text in UTF-8', 0, bytes);
      const [, found, position] = /Unexpected "(.*)" at chunk position "(\d+)"/s.exec(message) ?? [];
      if (position !== undefined)
        throw this.problem(`${JSON.stringify(found)} stands where it can't${this.within()}`, Number(position), bytes);
      if (/^it is nested/.test(message)) throw this.problem(message, 0, bytes);
      if (/^Tokenizer ended/.test(message)) throw this.problem(`it ends in the middle${this.within()}`, 0, bytes);
      throw error;
    }
  }

  private within(): string {
    const place = this.walk.place().replace(/\.$/, '').slice(0, 200);
    return place === '' ? '' : ` of ${place.replace(/^\./, '')}`;
  }

  /** At an offset of the piece at hand. */
  private problem(what: string, offset: number, bytes: Buffer | undefined): Error {
    if (bytes !== undefined) this.count(bytes.subarray(0, Math.max(0, offset)));
    return new Error(
      `${this.path}, line ${this.line}, column ${this.column + 1}: it is no JSON: ${what}. Nothing was changed.`,
    );
  }
}

/** A token that may not stand where it does. */
class Odd extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}
