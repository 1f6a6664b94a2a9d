import { invalid } from './mlflow-error.js';

/**
 * What MLflow says and Headwater has no word for is kept in tags that begin so: it is part of the node, stands in the log of changes, and is given back.
 * Clients of MLflow don't see them among their tags.
 */
export const KEPT = 'headwater.mlflow.';

export const ARTIFACT_LOCATION = `${KEPT}artifactLocation`;
export const USER_ID = `${KEPT}userId`;
export const RUN_LINK = `${KEPT}runLink`;
export const RUN_ID = `${KEPT}runId`;
export const MODEL_ID = `${KEPT}modelId`;

export type Tags = Readonly<Record<string, string>>;

export interface MlflowTag {
  readonly key: string;
  readonly value: string;
}

/** The tags that clients of MLflow see. */
export function shownTags(tags: Tags): MlflowTag[] {
  return Object.entries(tags).flatMap(([key, value]) => (key.startsWith(KEPT) ? [] : [{ key, value }]));
}

/** Throws INVALID_PARAMETER_VALUE for the key of a tag that is ours. */
export function requireOtherKey(key: string): void {
  if (key.startsWith(KEPT))
    throw invalid(`The tag '${key.slice(0, 250)}' can't be set: keys that begin with '${KEPT}' are Headwater's own.`);
}
