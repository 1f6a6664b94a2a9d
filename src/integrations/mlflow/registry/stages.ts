import { STAGE, type Tags } from '../protocol/kept-words.js';
import { invalid } from '../protocol/mlflow-error.js';

/** The stages of MLflow, which every registry of it has. */
export const STAGES = ['None', 'Staging', 'Production', 'Archived'] as const;
export type Stage = (typeof STAGES)[number];

export const ARCHIVED: Stage = 'Archived';
/** Those in which versions are in use. */
export const ACTIVE: readonly Stage[] = ['Staging', 'Production'];

/** A stage, however its letters are written. Throws INVALID_PARAMETER_VALUE for any other. */
export function stageOf(given: string): Stage {
  const stage = STAGES.find((each) => each.toLowerCase() === given.toLowerCase());
  if (stage !== undefined) return stage;
  throw invalid(`Invalid Model Version stage: ${given.slice(0, 200)}. Value must be one of ${STAGES.join(', ')}.`);
}

export function currentStage(tags: Tags): string {
  return tags[STAGE] ?? 'None';
}
