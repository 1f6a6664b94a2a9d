import { problemOfFreeName } from '../../../graph/names/free-name.js';
import { invalid } from '../protocol/mlflow-error.js';
import { checkedTag, checkKey, cut } from '../protocol/names.js';

const BAD = ['/', ':', '.', '%', '"', "'"];

export function checkLoggedModelName(name: string): string {
  if (BAD.some((character) => name.includes(character))) {
    throw invalid(
      `Invalid model name ('${name.slice(0, 300)}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    );
  }
  const problem = problemOfFreeName(name);
  if (problem !== undefined) throw invalid(`Invalid model name ('${name.slice(0, 300)}') provided: it ${problem}.`);
  return name.normalize();
}

interface Pair {
  readonly key: string;
  readonly value: string | undefined;
}

const LONGEST_TAG = 100_000;
const LONGEST_PARAMETER = 6_000;

export function modelTags(tags: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(tags.map((tag) => checkedTag(tag, LONGEST_TAG)));
}

export function modelParameters(parameters: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    parameters.map(({ key, value }, index) => {
      checkKey('Param key', `params[${index}].key`, key);
      return [key, cut(value ?? '', LONGEST_PARAMETER)];
    }),
  );
}
