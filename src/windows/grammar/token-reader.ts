import { badInput, type HeadwaterError } from '../../platform/errors.js';
import { type Token, tokensOf } from './tokens.js';

/** Words that mean something; a column that is named so is written in quotes. */
const KEYWORDS = new Set(['and', 'or', 'not', 'is', 'null', 'true', 'false']);

/** Reads an expression word by word. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(private readonly expression: string) {
    this.tokens = tokensOf(expression);
  }

  get next(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.next;
    this.at++;
    return token;
  }

  /** Whether a symbol came, which is then taken. */
  takes(symbol: string): boolean {
    return this.takeIf(({ kind, ...token }) => kind === 'symbol' && 'value' in token && token.value === symbol);
  }

  /** Whether a keyword came, in any case of letters, which is then taken. */
  takesWord(keyword: string): boolean {
    return this.takeIf((token) => token.kind === 'word' && token.value.toLowerCase() === keyword);
  }

  /** The name of a column if one comes, which is then taken. */
  takeColumn(): string | undefined {
    const token = this.next;
    const isColumn = token.kind === 'name' || (token.kind === 'word' && !KEYWORDS.has(token.value.toLowerCase()));
    if (!isColumn) return undefined;
    this.at++;
    return token.value;
  }

  require(symbol: string): void {
    if (!this.takes(symbol)) throw this.wrong(`"${symbol}"`);
  }

  requireEnd(): void {
    if (this.next.kind !== 'end') throw this.wrong('the end');
  }

  /** Where what comes is not what is expected. */
  wrong(expected: string): HeadwaterError {
    const before = this.tokens[this.at - 1];
    const place = before === undefined ? 'at its beginning' : `after ${before.written}`;
    return badInput(`${this.expression}: ${this.next.written} stands ${place}, where ${expected} is expected.`, {
      expected,
      found: this.next.written,
    });
  }

  private takeIf(fits: (token: Token) => boolean): boolean {
    const does = fits(this.next);
    if (does) this.at++;
    return does;
  }
}
