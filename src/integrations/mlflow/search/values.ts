import { invalid } from '../protocol/mlflow-error.js';

/** What stands between quotation marks or backticks; text without them as it is. */
export function unquoted(text: string): string {
  const [first] = text;
  const isQuoted = text.length >= 2 && (first === '"' || first === "'" || first === '`') && text.endsWith(first);
  return isQuoted ? text.slice(1, -1) : text;
}

/** A quoted value, without its marks. Throws INVALID_PARAMETER_VALUE where it has none. */
export function textOf(text: string): string {
  if (text.length >= 2 && (text.startsWith("'") || text.startsWith('"'))) {
    const value = unquoted(text);
    if (value !== text) return value;
  }
  throw invalid(
    `Parameter value is either not quoted or unidentified quote types used for string value ${text.slice(0, 200)}. Use either single or double quotes.`,
  );
}

const MOST_VALUES = 1_000;
const ITEM = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(,|$)/sy;

/** The values of `('a', 'b')`. */
export function listOf(text: string): string[] {
  const expected = 'While parsing a list in the query, expected a non-empty list of string values, but got';
  if (!text.endsWith(')')) throw invalid(`${expected} ill-formed list.`);
  const inner = text.slice(1, -1).trim();
  if (inner === '') throw invalid(`${expected} empty list`);
  const values: string[] = [];
  ITEM.lastIndex = 0;
  while (ITEM.lastIndex < inner.length) {
    const match = ITEM.exec(inner);
    if (match === null) {
      throw invalid(
        `While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: ${text.slice(0, 200)}`,
      );
    }
    values.push((match[1] ?? match[2] ?? '').replaceAll(/\\(.)/gs, '$1'));
    if (values.length > MOST_VALUES) throw invalid(`A list in the query has more than ${MOST_VALUES} values.`);
  }
  return values;
}
