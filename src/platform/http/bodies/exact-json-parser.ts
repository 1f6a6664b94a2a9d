import { badInput } from '../../errors.js';

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WHOLE = /^(-?\d+)(?:\.0+)?$/;
/** No shorter literal can be an integer beyond 2^53. */
const LONG_LITERAL = 16;

/**
 * JSON.parse for text that holds numbers which it would round or overflow: such an integer comes out as a bigint. One pass, and it never goes deeper
 * than `deepest` levels. Throws BAD_USER_INPUT for what it can't keep; undefined for what is not JSON.
 */
export function parseNumbersExactly(text: string, deepest: number): { readonly value: unknown } | undefined {
  const parser = new ExactJsonParser(text, deepest);
  try {
    return { value: parser.parse() };
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** Where the text that begins with the quote at `open` ends, or -1. Each character is looked at no more than twice. */
export function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (first - 1 > open && text.charCodeAt(first - 1) === BACKSLASH) first--;
    if ((at - first) % 2 === 0) return at;
  }
  return -1;
}

class NotJson extends Error {}

class ExactJsonParser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly deepest: number,
  ) {}

  parse(): unknown {
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) throw new NotJson();
    return value;
  }

  private value(): unknown {
    this.skipSpace();
    switch (this.text.charCodeAt(this.at)) {
      case OPEN_BRACE:
        return this.object();
      case OPEN_BRACKET:
        return this.array();
      case QUOTE:
        return this.string();
      case LOWER_T:
        return this.word('true', true);
      case LOWER_F:
        return this.word('false', false);
      case LOWER_N:
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  private enter(): void {
    if (++this.depth > this.deepest) throw tooDeep(this.deepest);
    this.at++;
  }

  private leave<T>(value: T): T {
    this.depth--;
    return value;
  }

  private object(): Record<string, unknown> {
    this.enter();
    const object: Record<string, unknown> = {};
    if (this.take(CLOSE_BRACE)) return this.leave(object);
    do {
      this.skipSpace();
      if (this.text.charCodeAt(this.at) !== QUOTE) throw new NotJson();
      const key = this.string();
      if (!this.take(COLON)) throw new NotJson();
      const value = this.value();
      // As JSON.parse does: a key like any other, not the prototype.
      if (key === '__proto__')
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      else object[key] = value;
    } while (this.take(COMMA));
    if (!this.take(CLOSE_BRACE)) throw new NotJson();
    return this.leave(object);
  }

  private array(): unknown[] {
    this.enter();
    const array: unknown[] = [];
    if (this.take(CLOSE_BRACKET)) return this.leave(array);
    do array.push(this.value());
    while (this.take(COMMA));
    if (!this.take(CLOSE_BRACKET)) throw new NotJson();
    return this.leave(array);
  }

  private string(): string {
    const begin = this.at + 1;
    for (let at = begin; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === BACKSLASH) return this.escapedString();
      if (code < SPACE) break;
      if (code !== QUOTE) continue;
      this.at = at + 1;
      return this.text.slice(begin, at);
    }
    throw new NotJson();
  }

  private escapedString(): string {
    const begin = this.at;
    const end = closingQuote(this.text, begin);
    if (end < 0) throw new NotJson();
    this.at = end + 1;
    try {
      return JSON.parse(this.text.slice(begin, this.at)) as string;
    } catch {
      throw new NotJson();
    }
  }

  private number(): number | bigint {
    return this.shortInteger() ?? this.longNumber();
  }

  /** Most numbers are a few digits; for these alone the expression would take most of the time. */
  private shortInteger(): number | undefined {
    const isNegative = this.text.charCodeAt(this.at) === MINUS;
    const begin = isNegative ? this.at + 1 : this.at;
    let value = 0;
    for (let at = begin; at < begin + LONG_LITERAL; at++) {
      const code = this.text.charCodeAt(at);
      if (code >= DIGIT_0 && code <= DIGIT_9) {
        value = value * 10 + (code - DIGIT_0);
        continue;
      }
      const isWhole = code === COMMA || code === CLOSE_BRACKET || code === CLOSE_BRACE;
      const isPadded = at > begin + 1 && this.text.charCodeAt(begin) === DIGIT_0;
      if (!isWhole || at === begin || isPadded) return undefined;
      this.at = at;
      return isNegative ? -value : value;
    }
    return undefined;
  }

  private longNumber(): number | bigint {
    NUMBER.lastIndex = this.at;
    const literal = NUMBER.exec(this.text)?.[0];
    if (literal === undefined) throw new NotJson();
    this.at += literal.length;
    return exactNumber(literal);
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new NotJson();
    this.at += word.length;
    return value;
  }

  private take(code: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return;
      this.at++;
    }
  }
}

/** The number that a JSON or GraphQL literal says, as a bigint where a double would round a whole one. Throws BAD_USER_INPUT beyond a double. */
export function exactNumber(literal: string): number | bigint {
  const number = Number(literal);
  if (!Number.isFinite(number)) {
    const found = literal.slice(0, 40);
    throw badInput(`The number ${found} is beyond what a double holds, about ±1.8e308.`, { found });
  }
  if (literal.length < LONG_LITERAL || Number.isSafeInteger(number)) return number;
  const [, whole] = WHOLE.exec(literal) ?? [];
  return whole === undefined ? number : BigInt(whole);
}

export function tooDeep(deepest: number): Error {
  return badInput(`The JSON nests more than ${deepest} levels deep.`, { expected: deepest });
}

const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
