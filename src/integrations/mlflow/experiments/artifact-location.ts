import { isAbsolute, resolve } from 'node:path';
import { invalid } from '../protocol/mlflow-error.js';

const LONGEST_LOCATION = 2_048;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Where artifacts of an experiment are to lie: a path that isn't absolute begins, as in MLflow, where the service runs. Throws INVALID_PARAMETER_VALUE for one that has more to it than a place. */
export function checkArtifactLocation(location: string): string {
  if (location.length > LONGEST_LOCATION)
    throw invalid(
      `Invalid artifact path length. The length of the artifact path cannot be greater than ${LONGEST_LOCATION}. To configure this limit, please set the MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH environment variable.`,
    );
  const [place = ''] = location.split(/[?#]/);
  if (place !== location && !location.startsWith('dbfs:')) {
    throw invalid(`'artifact_location' URL can't include fragments or queries.`);
  }
  let plain = location;
  for (let round = 0; round < 5 && plain.includes('%'); round++) plain = decoded(plain);
  if (plain.split(/[/\\]/).includes('..') || plain.includes('\0'))
    throw invalid(`Invalid artifact location: '${location.slice(0, 200)}'. It must not step out of a directory.`);
  return SCHEME.test(location) || isAbsolute(location) ? location : resolve(location);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
