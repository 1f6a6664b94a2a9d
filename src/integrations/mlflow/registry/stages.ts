import { invalid } from '../protocol/mlflow-error.js';

/** Those in which versions are in use. */
export const ACTIVE: readonly string[] = ['Staging', 'Production'];

/** A stage, however its letters are written. Throws INVALID_PARAMETER_VALUE for any that the project hasn't. */
export function stageOf(given: string, known: readonly { readonly name: string }[]): string {
  const names = known.map(({ name }) => name);
  const stage = names.find((each) => each.toLowerCase() === given.toLowerCase());
  if (stage !== undefined) return stage;
  throw invalid(`Invalid Model Version stage: ${given.slice(0, 200)}. Value must be one of ${names.join(', ')}.`);
}

/** What MLflow calls the stage of a version that was never moved. */
const NEVER_MOVED = 'None';

export function currentStage(stage: string | null): string {
  return stage ?? NEVER_MOVED;
}
