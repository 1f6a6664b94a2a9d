import { posix } from 'node:path';
import { problemOfFreeName } from '../../../graph/names/free-name.js';
import { invalid, invalidValue } from '../protocol/mlflow-error.js';
import { checkedTag } from '../protocol/names.js';

const LONGEST_TAG = 100_000;

/** The name as it is kept. Throws INVALID_PARAMETER_VALUE for one that MLflow refuses, or that no model can have here. */
export function checkModelName(name: string, field = 'name'): string {
  if (name.trim() === '') throw invalid(`Missing value for required parameter '${field}'.`);
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name.slice(0, 300)}'. Names cannot contain '/' or ':'.`);
  if (posix.normalize(name) !== name || name === '.' || name.startsWith('..')) {
    throw invalidValue(
      'name',
      name,
      `Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${posix.normalize(name)}'`,
    );
  }
  const problem = problemOfFreeName(name);
  if (problem !== undefined) throw invalid(`Invalid model name '${name.slice(0, 300)}': it ${problem}.`);
  return name.normalize();
}

/** A tag of a model or of a version. */
export function registryTag(tag: { readonly key: string; readonly value: string | undefined }): [string, string] {
  return checkedTag(tag, LONGEST_TAG);
}
