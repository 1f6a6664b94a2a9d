import { problemOfFreeName } from '../../../graph/names/free-name.js';
import { invalid } from '../protocol/mlflow-error.js';
import { checkedTag, requireLength } from '../protocol/names.js';

const LONGEST_NAME = 500;
const LONGEST_TAG = 20_000;

/** The name as it is kept. Throws INVALID_PARAMETER_VALUE for one that MLflow refuses, or that no experiment can have here. */
export function checkExperimentName(name: string): string {
  requireLength('name', name, LONGEST_NAME);
  const problem = problemOfFreeName(name);
  if (problem === undefined) return name.normalize();
  throw invalid(`Invalid experiment name: '${name.slice(0, 300)}': it ${problem}.`);
}

export function experimentTag(tag: { readonly key: string; readonly value: string | undefined }): [string, string] {
  return checkedTag(tag, LONGEST_TAG);
}
