import { posix } from 'node:path';
import { requireOtherKey } from './kept-words.js';
import { invalid, invalidValue } from './mlflow-error.js';

/** Letters and digits of any script, as Python's \w has them. */
const ALLOWED = /^[/\p{L}\p{M}\p{N}_.\- :]*$/u;
const LONGEST_KEY = 250;

/** Throws INVALID_PARAMETER_VALUE for a name that no metric, parameter or tag of MLflow has. */
export function checkKey(what: string, path: string, key: string): void {
  if (!ALLOWED.test(key)) {
    throw invalidValue(
      path,
      key,
      'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).',
    );
  }
  const plain = isPath(key) ? normalPath(key) : key;
  if (plain !== key || plain === '.' || plain.startsWith('..') || plain.startsWith('/')) {
    throw invalidValue(
      path,
      key,
      `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${plain}'`,
    );
  }
  requireLength(what, key, LONGEST_KEY);
}

/** Others are normal as they are. */
function isPath(key: string): boolean {
  return key === '' || key.startsWith('.') || key.includes('/');
}

/** As Python has it: without a slash at its end, which Node keeps. */
function normalPath(path: string): string {
  const plain = posix.normalize(path);
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain;
}

export function requireLength(what: string, text: string, longest: number): void {
  if (text.length > longest && [...text].length > longest)
    throw invalid(`'${what}' exceeds the maximum length of ${longest} characters`);
}

/** Longer values are cut, as MLflow does unless it is told otherwise. */
export function cut(value: string, longest: number): string {
  if (value.length <= longest) return value;
  const characters = [...value];
  return characters.length <= longest ? value : characters.slice(0, longest).join('');
}

const LONGEST_RUN_TAG = 8_000;

/** A tag of a run, in the form in which it is kept. */
export function runTag(
  { key, value }: { readonly key: string; readonly value: string | undefined },
  path = 'key',
): [string, string] {
  checkKey(path, path, key);
  requireOtherKey(key);
  return [key, cut(value ?? '', LONGEST_RUN_TAG)];
}

/** A tag of something else, whose values are not cut. */
export function checkedTag(
  { key, value }: { readonly key: string; readonly value: string | undefined },
  longestValue: number,
): [string, string] {
  checkKey('key', 'key', key);
  requireOtherKey(key);
  requireLength('value', value ?? '', longestValue);
  return [key, value ?? ''];
}
