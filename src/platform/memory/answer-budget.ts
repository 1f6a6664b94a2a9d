import { HeadwaterError } from '../errors.js';
import { NotHere } from '../not-here.js';
import type { MemoryShare } from './memory-share.js';

/** The most values of one answer: with statuses and times of each they make some 30 MB of text. */
export const MAX_VALUES = 500_000;
/** The most stored rows that one answer is made of. */
export const MAX_ROWS = 100_000;
/** The most columns that one answer describes, each with an object of its own; and where others must not wait for it. */
const MAX_COLUMNS = 50_000;
const FEW_COLUMNS = 1_000;
/** Characters of stored values that one answer is made of, and that it holds; what stands in a row may be a megabyte long. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
/** Where others must not wait for an answer, it has so many values and characters at most: to write it takes a few milliseconds. */
const FEW_VALUES = 20_000;
const FEW_CHARACTERS = 1024 * 1024;

/** So many every answer has; beyond, they come out of the memory that all answers share. */
const OWN_CHARACTERS = 1024 * 1024;

/** What the answer to one request may still take: all that it asks for stays in memory until it is sent, however many lookups it is made of. */
export class AnswerBudget {
  private values = 0;
  private rows = 0;
  private columns = 0;
  private read = 0;
  private written = 0;

  /** `isShort`: another process gives answers that are longer than others should wait for. */
  constructor(
    private readonly isShort = false,
    private readonly memory?: MemoryShare,
  ) {}

  /** Before anything is looked at that so many values are to be made of. */
  expect(values: number): void {
    if (this.isShort && this.values + values > FEW_VALUES) throw new NotHere();
  }

  /** For answers that another process always gives. */
  leave(): void {
    if (this.isShort) throw new NotHere();
  }

  /** Waits until the process has about so much memory for it. Throws RATE_LIMITED where `signal` aborts before, UNAVAILABLE. */
  async reserve(bytes: number, signal: AbortSignal): Promise<void> {
    await this.memory?.reserve(bytes, signal);
  }

  /** Gives back what was reserved and is not needed after all. */
  settle(): void {
    this.memory?.settle(this.shared);
  }

  /** For what is about to be read. Throws TOO_COMPLEX where it would be too much beside what the request asked for already. */
  ask(values: number, rows: number): void {
    this.values += values;
    this.rows += rows;
    if (this.isShort && this.values > FEW_VALUES) throw new NotHere();
    if (this.values > MAX_VALUES) throw tooMuch('values', this.values, MAX_VALUES);
    if (this.rows > MAX_ROWS) throw tooMuch('rows', this.rows, MAX_ROWS);
  }

  /** For columns that are about to be described. Throws TOO_COMPLEX: how many a feature service or a set has nobody knew before. */
  describe(columns: number): void {
    this.columns += columns;
    if (this.isShort && this.columns > FEW_COLUMNS) throw new NotHere();
    if (this.columns > MAX_COLUMNS) throw tooMuch('columns', this.columns, MAX_COLUMNS);
  }

  /** For characters of stored values. Throws TOO_COMPLEX. */
  takeRead(characters: number): void {
    this.read += characters;
    if (this.isShort && this.read > FEW_CHARACTERS) throw new NotHere();
    requireRoom(this.read);
    if (this.shared > 0) this.memory?.hold(this.shared);
  }

  giveRead(characters: number): void {
    this.read -= characters;
  }

  /** For characters of the answer. Throws TOO_COMPLEX. */
  takeWritten(characters: number): void {
    this.written += characters;
    requireRoom(this.written);
    if (this.shared > 0) this.memory?.hold(this.shared);
  }

  private get shared(): number {
    return Math.max(0, this.read + this.written - OWN_CHARACTERS);
  }
}

function requireRoom(characters: number): void {
  if (characters <= MAX_CHARACTERS) return;
  throw new HeadwaterError(
    'TOO_COMPLEX',
    `The values asked for take more than ${MAX_CHARACTERS} characters; ask for fewer rows or features at a time.`,
    { expected: MAX_CHARACTERS },
  );
}

function tooMuch(what: string, found: number, expected: number): HeadwaterError {
  return new HeadwaterError(
    'TOO_COMPLEX',
    `The lookups of this request are of ${found} ${what} together; at most ${expected} fit in one answer. Ask for them in several requests.`,
    { found, expected },
  );
}
