import { isValue, type WantedValue } from './key-matcher.js';

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
  /** Whether what follows is its value: `"airport": …`. */
  readonly isName: boolean;
  /** Whether the text ended before the token did. */
  readonly cut: boolean;
}

/** A quoted text, to the end where its quote is never closed, or a word. */
const TOKEN = /(["'])((?:\\.|(?!\1)[^\\])*)(\1|$)(\s*[:=])?|([^\s,;:=|{}[\]"']+)(\s*[:=])?/gs;
/** Of a row that can't be read about 200 characters are kept; what is nearly as long may have been cut. */
const MAYBE_CUT = 190;
const SEPARATORS = /[,;\t|]/;

/**
 * Whether the text of a row that could not be read is about a key. Where the text gives values under the names of the join keys, those
 * decide; else any quoted text, value of a name or cell of it that is the value: nobody can say whose such a row is. A value inside of another text or
 * number is none. What was cut off in the middle of the value counts.
 */
export function isTextAbout(key: readonly WantedValue[], text: string): boolean {
  const tokens = tokensOf(text);
  return key.every((wanted) => {
    const named = tokens.flatMap((token, at) => (isNamed(token, wanted) ? (tokens[at + 1] ?? []) : []));
    if (named.length > 0) return named.some((token) => isToken(wanted, token));
    return tokens.some((token, at) => isData(token, tokens[at - 1]) && isToken(wanted, token)) || isCell(wanted, text);
  });
}

function tokensOf(text: string): Token[] {
  const cut = isMaybeCut(text);
  return [...text.matchAll(TOKEN)].map(([all, quote, quoted = '', closing, colon, word = '', wordColon]) => ({
    text: quote === undefined ? word : unescaped(quoted),
    isQuoted: quote !== undefined,
    isName: (colon ?? wordColon) !== undefined,
    cut: cut && closing !== quote && text.endsWith(all),
  }));
}

function isMaybeCut(text: string): boolean {
  return Buffer.byteLength(text) >= MAYBE_CUT;
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text.replaceAll(/(?<!\\)"/g, '\\"')}"`);
  } catch {
    return text;
  }
}

function isNamed({ text, isName }: Token, { name }: WantedValue): boolean {
  return isName && text.trim().toLowerCase() === name;
}

/** A quoted text, or what stands behind a quoted name: `"acount": 17`. A word alone may be anything. */
function isData(token: Token, before: Token | undefined): boolean {
  return token.isQuoted || (before?.isQuoted === true && before.isName);
}

function isToken(wanted: WantedValue, { text, cut }: Token): boolean {
  return isValue(wanted, text) || (cut && text !== '' && wanted.plain.startsWith(text));
}

/** Whether a cell of a line of CSV is the value, or begins it where the line was cut. */
function isCell(wanted: WantedValue, text: string): boolean {
  const cells = text.split(SEPARATORS).map((cell) => cell.replaceAll(/^[\s"'[{(]+|[\s"'\]})]+$/g, ''));
  const last = isMaybeCut(text) ? (cells.at(-1) ?? '') : '';
  if (last !== '' && wanted.plain.startsWith(last)) return true;
  return cells.some((cell) => isValue(wanted, cell)) || standsBetweenSeparators(wanted.plain, text);
}

/** A value that holds separators itself: `Smith, John`. */
function standsBetweenSeparators(value: string, text: string): boolean {
  if (!SEPARATORS.test(value)) return false;
  const isEdge = (at: number) => at < 0 || at >= text.length || /[,;\t|"'\s]/.test(text.charAt(at));
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
    if (isEdge(at - 1) && isEdge(at + value.length)) return true;
  return false;
}
