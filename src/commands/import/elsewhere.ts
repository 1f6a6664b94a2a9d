import { withoutPassword } from '../../platform/text/without-password.js';

/** A version that is there already, and where its files lie. */
export interface VersionThere {
  readonly id: string;
  readonly uri: string;
}

/** What stands for a place where the registry named none. */
const NO_PLACE = /^(?:kubeflow|mlflow):/;

/** Whether what has the name and the number of a version that is there is another one: two registries may both have a churn 1. */
export function isElsewhere(there: string, uri: string): boolean {
  // Its files may have been uploaded since.
  if (NO_PLACE.test(there) || NO_PLACE.test(uri)) return false;
  return withoutPassword(there) !== withoutPassword(uri);
}

export const elsewhere = (there: string) =>
  `one that is called so is here already, and its files lie at ${there}. Where it is of another registry, take that over into a project of its own`;
