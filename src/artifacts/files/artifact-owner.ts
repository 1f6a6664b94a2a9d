import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import type { ResolvedRef } from '../../graph/references/references.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { HeadwaterError } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import { namedWithin } from './named-files.js';
import type { OnArtifacts } from './on-artifacts.js';

/** What has files. */
export interface ArtifactOwner {
  readonly id: string;
  readonly kind: NodeKind;
  /** How a person would name it. */
  readonly words: string;
  readonly isRun: boolean;
  /** What is registered as a version stays as it is. */
  readonly isVersion: boolean;
}

/** The node that a reference names. Throws NOT_FOUND for one that there is not, or that was deleted. */
export async function findOwner(db: Queryable, graph: Graph, caller: Caller, ref: string): Promise<ArtifactOwner> {
  return ownerOf(await graph.references.resolve(db, caller.project, ref), ref);
}

/** The same for who reads: also of a node that was deleted, by its id, what a living version has its bytes in, which are kept so that it can be loaded. */
export async function findReadable(
  { database, graph, findNamedFiles }: OnArtifacts,
  caller: Caller,
  ref: string,
  path: string,
): Promise<ArtifactOwner> {
  try {
    return await findOwner(database, graph, caller, ref);
  } catch (error) {
    if (!(error instanceof HeadwaterError) || error.code !== 'NOT_FOUND') throw error;
    const node = await graph.references
      .resolve(database, caller.project, ref, undefined, { includeDeleted: true })
      .catch(() => undefined);
    const named = node === undefined ? [] : namedWithin(await findNamedFiles(database, node), path, false);
    if (node === undefined || named.length === 0) throw error;
    return ownerOf(node, ref);
  }
}

function ownerOf({ id, kind, label }: ResolvedRef, ref: string): ArtifactOwner {
  return {
    id,
    kind,
    words: `${kind} ${inQuotes(label ?? ref)}`,
    isRun: kind === 'RUN',
    isVersion: /_VERSION$/.test(kind),
  };
}
