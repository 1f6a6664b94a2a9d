/** A piece of a filter. */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'operator' | 'list' | 'other';
  /** As it was written. */
  readonly text: string;
}

const SPACE = /\s/;
const OPERATORS = ['<=', '>=', '!=', '<>', '==', '=', '<', '>'] as const;
const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** What ends a word. */
const BREAK = /[\s'"`<>=!(),;]/;

/** Splits a filter into its pieces, reading each character once. A quotation mark that is never closed makes what follows it one piece. */
export function tokensOf(filter: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < filter.length; ) {
    const character = filter[at] ?? '';
    if (SPACE.test(character)) {
      at++;
      continue;
    }
    const operator = OPERATORS.find((each) => filter.startsWith(each, at));
    const end =
      operator !== undefined ? at + operator.length : character === '(' ? endOfList(filter, at) : endOfName(filter, at);
    const text = filter.slice(at, end);
    tokens.push({ kind: operator === undefined ? kindOf(text) : 'operator', text });
    at = end;
  }
  return tokens;
}

function kindOf(text: string): Token['kind'] {
  if (text.startsWith('(')) return 'list';
  if (NUMBER.test(text)) return 'number';
  if (text.startsWith("'") && endOfQuoted(text, 0) === text.length) return 'text';
  return /^[),;!]/.test(text) ? 'other' : 'name';
}

/** Words, dots and what is quoted, as far as nothing stands between them: tags."a b", params.`x`, run_id. */
function endOfName(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"' || character === '`' || character === "'") {
      // Another quotation begins another piece, unless a dot joins them.
      if (at > from && text[at - 1] !== '.') break;
      at = endOfQuoted(text, at);
    } else if (BREAK.test(character)) break;
    else at++;
  }
  return Math.max(at, from + 1);
}

/** Behind the mark that closes the quotation which begins here; one that is doubled or stands behind a backslash doesn't. */
function endOfQuoted(text: string, from: number): number {
  const mark = text[from];
  for (let at = from + 1; at < text.length; at++) {
    const isEscaped = text[at] === '\\' && text[at + 1] === mark;
    const isDoubled = mark === "'" && text[at] === mark && text[at + 1] === mark;
    if (isEscaped || isDoubled) at++;
    else if (text[at] === mark) return at + 1;
  }
  return text.length;
}

/** Behind the parenthesis that closes the one which begins here; none stands within it but quoted. */
function endOfList(text: string, from: number): number {
  for (let at = from + 1; at < text.length; ) {
    const character = text[at];
    if (character === ')') return at + 1;
    if (character === '(') return from + 1;
    at = character === "'" || character === '"' ? endOfQuoted(text, at) : at + 1;
  }
  return text.length;
}
