import { badInput } from '../../platform/errors.js';
import { durationOf } from './duration.js';

/** A word of an expression. */
export type Token = {
  /** What was written, for messages. */
  readonly written: string;
} & (
  | { readonly kind: 'name' | 'text' | 'symbol'; readonly value: string }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'duration'; readonly microseconds: number }
  | { readonly kind: 'end' }
);

const LONGEST = 2_000;
const TOKEN =
  /\s*(?:(?<duration>\d+(?:\.\d+)?(?:s|m|h|d|w)\b)|(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\p{L}\p{N}_.]))|(?<word>[\p{L}_][\p{L}\p{N}_]*)|"(?<name>(?:[^"]|"")+)"|'(?<text>(?:[^']|'')*)'|(?<symbol><=|>=|!=|<>|[<>=()+*-]))/uy;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\p{Surrogate}]/u;

/** The words of an expression. Throws BAD_USER_INPUT at the first character that begins none. */
export function tokensOf(expression: string): Token[] {
  if (expression.length > LONGEST)
    throw badInput(`An expression has ${expression.length} characters; at most ${LONGEST} are read.`, {});
  if (CONTROL.test(expression))
    throw badInput(`${JSON.stringify(expression)} has a control character or half of a surrogate pair; remove it.`, {});
  const tokens: Token[] = [];
  const end = expression.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    if (match === null) throw unreadable(expression, at);
    tokens.push(tokenOf(match[0].trimStart(), match.groups ?? {}));
    at += match[0].length;
  }
  return [...tokens, { kind: 'end', written: 'the end' }];
}

function tokenOf(written: string, groups: Readonly<Record<string, string | undefined>>): Token {
  const { duration, number, word, name, text, symbol } = groups;
  if (duration !== undefined) return { kind: 'duration', written, microseconds: durationOf(duration) };
  if (number !== undefined) return { kind: 'number', written, value: number };
  if (word !== undefined) return { kind: 'word', written, value: word };
  if (name !== undefined) return { kind: 'name', written, value: name.replaceAll('""', '"') };
  if (text !== undefined) return { kind: 'text', written, value: text.replaceAll("''", "'") };
  return { kind: 'symbol', written, value: symbol ?? '' };
}

function unreadable(expression: string, at: number) {
  const rest = expression.slice(at).trimStart();
  const hint =
    rest.startsWith('"') || rest.startsWith("'")
      ? 'a quote that does not end'
      : 'columns (in double quotes where they are no plain word), numbers, texts in single quotes, = != < <= > >=, and, or, not, is null and brackets are read';
  return badInput(
    `${JSON.stringify(expression)} can't be read from ${JSON.stringify(rest.slice(0, 20))} on: ${hint}.`,
    {
      found: rest.slice(0, 20),
    },
  );
}
