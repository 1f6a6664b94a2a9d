import { toPublicId } from '../../../graph/nodes/node-id.js';
import { RUN } from '../../../runs/record/run-kinds.js';
import { LOGGED_MODEL } from '../logged-models/logged-model-kinds.js';
import { uuidOfModelId, uuidOfRunId } from '../protocol/ids.js';
import { doesNotExist } from '../protocol/mlflow-error.js';
import { partsOf } from './safe-path.js';

/** Whose file it is, and where it lies among the files of that node; '' for all of them. */
export interface ArtifactPlace {
  /** The public id. */
  readonly node: string;
  readonly path: string;
}

/*   0/6f0c…/artifacts/model/MLmodel             the file model/MLmodel of a run
 *   0/models/m-52d1…/artifacts/MLmodel          the file MLmodel of a logged model
 * What stands before the id is what the experiment says of where its artifacts lie.  */

/** What a path below `mlflow-artifacts:/` means. Throws RESOURCE_DOES_NOT_EXIST for one that names no run and no logged model. */
export function artifactPlace(path: string): ArtifactPlace {
  const place = findPlace(path);
  if (place !== undefined) return place;
  throw doesNotExist(
    `No run or logged model has an artifact '${path.slice(0, 300)}'. Headwater keeps artifacts as <experiment>/<run>/artifacts/… and <experiment>/models/<model>/artifacts/….`,
  );
}

/** The same; undefined where it names neither. */
export function findPlace(path: string): ArtifactPlace | undefined {
  const parts = partsOf(path);
  for (let at = parts.indexOf('artifacts'); at > 0; at = parts.indexOf('artifacts', at + 1)) {
    const node = nodeOf(parts[at - 1] ?? '');
    if (node !== undefined) return { node, path: parts.slice(at + 1).join('/') };
  }
  return undefined;
}

function nodeOf(id: string): string | undefined {
  const run = uuidOfRunId(id);
  if (run !== undefined) return toPublicId(RUN, run);
  const model = uuidOfModelId(id);
  return model === undefined ? undefined : toPublicId(LOGGED_MODEL, model);
}
