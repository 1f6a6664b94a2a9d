import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { inQuotes } from '../../platform/text/in-quotes.js';

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
  const { id, kind, label } = await graph.references.resolve(db, caller.project, ref);
  return {
    id,
    kind,
    words: `${kind} ${inQuotes(label ?? ref)}`,
    isRun: kind === 'RUN',
    isVersion: /_VERSION$/.test(kind),
  };
}
