import { HeadwaterError } from '../../errors.js';

/** Characters. Large values travel as variables. */
const LONGEST_DOCUMENT = 100_000;
/** Brackets of all kinds within each other; the parser goes into each of them. */
export const MAX_DOCUMENT_NESTING = 500;

/** Throws TOO_COMPLEX for the text of a document that the parser would take long for, or nest too deep in. */
export function checkDocumentText(text: string): void {
  if (text.length > LONGEST_DOCUMENT) {
    throw new HeadwaterError(
      'TOO_COMPLEX',
      `The document has ${text.length} characters; at most ${LONGEST_DOCUMENT} are read. Give large values as variables.`,
      { found: text.length, expected: LONGEST_DOCUMENT },
    );
  }
  if (text.length <= MAX_DOCUMENT_NESTING || !nestsDeeper(text, MAX_DOCUMENT_NESTING)) return;
  throw new HeadwaterError('TOO_COMPLEX', `The document nests more than ${MAX_DOCUMENT_NESTING} levels deep.`, {
    expected: MAX_DOCUMENT_NESTING,
  });
}

function nestsDeeper(text: string, deepest: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
      case '[':
      case '(':
        if (++depth > deepest) return true;
        break;
      case '}':
      case ']':
      case ')':
        depth--;
        break;
      case '"':
        at = text.startsWith('"""', at) ? endOfBlock(text, at) : endOfString(text, at);
        break;
      case '#':
        at = endOfLine(text, at);
    }
  }
  return false;
}

function endOfBlock(text: string, begin: number): number {
  for (let at = text.indexOf('"""', begin + 3); at >= 0; at = text.indexOf('"""', at + 3))
    if (text[at - 1] !== '\\') return at + 2;
  return text.length;
}

/** A line end breaks a string off; the parser says so. */
function endOfString(text: string, begin: number): number {
  let at = begin + 1;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n' && text[at] !== '\r')
    at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfLine(text: string, begin: number): number {
  let at = begin;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}
