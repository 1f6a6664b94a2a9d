import type { Override } from '../../graph/guards/override.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { failedPrecondition, notFound } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { deleteArtifactRows, findArtifact, lockArtifacts, type Removed } from './artifact.sql.js';
import { findOwner } from './artifact-owner.js';
import { artifactPath } from './artifact-path.js';
import { guardFiles } from './guard-files.js';
import type { OnArtifacts } from './on-artifacts.js';

export interface ArtifactDeletion {
  readonly node: string;
  readonly path: string;
  /** Also a folder, and all in it. */
  readonly recursive: boolean;
  /** Why, where versions name it. */
  readonly override?: Override | undefined;
}

/** Deletes a file of a run that no living version has its bytes in; those go later, once nothing else has them. Throws NOT_FOUND where there is nothing. */
export async function deleteArtifact(
  { database, graph, findNamedFiles }: OnArtifacts,
  caller: Caller,
  { node, path: given, recursive, override }: ArtifactDeletion,
): Promise<Removed> {
  caller.demand('artifact:delete');
  const path = artifactPath(given);
  return database.quietTransaction(async (tx) => {
    const notes = graph.record(tx, caller, 'artifact:delete', override?.reason);
    const owner = await findOwner(tx, graph, caller, node);
    if (owner.isVersion)
      throw failedPrecondition(`Files of ${owner.words} can't be deleted: what is registered stays as it is.`, {
        path,
      });
    await lockArtifacts(tx, owner.id);
    await guardFiles(tx, findNamedFiles, caller, { owner, path, recursive, override });
    const file = await findArtifact(tx, owner.id, path);
    const removed = await deleteArtifactRows(tx, owner.id, path, recursive);
    if (removed.count === 0) {
      const hint = recursive ? '' : ' If it is a folder, ask with recursive=true.';
      throw notFound(`${owner.words} has no file ${inQuotes(path)}.${hint}`, { path });
    }
    if (file === undefined) {
      notes.about(owner.id);
      notes.count('artifactsDeleted', removed.count);
    } else {
      const before = { digest: `sha256:${file.digest}`, size: file.size, type: file.contentType };
      notes.changed(owner.id, { [`artifacts.${path}`]: before }, { [`artifacts.${path}`]: null });
    }
    return removed;
  });
}
