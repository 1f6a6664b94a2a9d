/** The texts of the elements of a JSON array, whose own text is canonical (no white space between tokens). */
export function splitJsonArray(text: string): string[] {
  const inner = text.slice(1, -1);
  if (inner === '') return [];
  // Numbers, booleans and nulls alone hold no comma.
  return /["[{]/.test(inner) ? splitNested(inner) : inner.split(',');
}

function splitNested(inner: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let at = 0; at < inner.length; at++) {
    switch (inner.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(inner, at);
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth++;
        break;
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth--;
        break;
      case COMMA:
        if (depth === 0) {
          parts.push(inner.slice(begin, at));
          begin = at + 1;
        }
    }
  }
  parts.push(inner.slice(begin));
  return parts;
}

function endOfString(text: string, begin: number): number {
  let at = begin + 1;
  while (text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
