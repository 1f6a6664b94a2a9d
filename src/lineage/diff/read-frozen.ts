import { Any } from 'typeorm';
import type { Caller } from '../../graph/nodes/caller.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import type { KnownKinds } from '../../graph/nodes/node-kind.js';
import type { ModelVersion } from '../../models/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { HeadwaterError } from '../../platform/errors.js';
import { FrozenLineageRecord } from '../frozen/frozen-lineage.entity.js';
import { selectHidden } from '../frozen/hidden-among.sql.js';
import { type FrozenEdge, FrozenGraph, type FrozenNode } from './frozen-graph.js';
import { selectFrozenSizes } from './frozen-size.sql.js';

export interface SeenLineage {
  readonly graph: FrozenGraph;
  /** Whether some of it lies in projects that the caller may not see, and was left out. */
  readonly isVeiled: boolean;
}

/** The frozen lineage of a model version, without what the caller may not see. TOO_COMPLEX for one that is too large to compare. */
export async function readFrozen(
  database: Database,
  kinds: KnownKinds,
  { seen }: Caller,
  { nodeId, id: root, label }: ModelVersion,
): Promise<SeenLineage> {
  const bytes = (await selectFrozenSizes(database, [nodeId])).get(nodeId) ?? 0;
  if (bytes > MAX_BYTES) throw tooLarge(label, bytes);
  const [record] = await database.dataSource.manager.findBy(FrozenLineageRecord, { modelVersionId: Any([nodeId]) });
  if (record === undefined) throw new Error(`model version ${nodeId} has no frozen lineage`);
  const { nodes, edges } = JSON.parse(record.document) as { nodes: FrozenNode[]; edges: FrozenEdge[] };
  if (seen === undefined) return { graph: new FrozenGraph(root, nodes, edges), isVeiled: false };
  const ids = new Map(nodes.map(({ id }) => [id, fromPublicId(id, kinds)?.id ?? '']));
  const hidden = await selectHidden(database, [...ids.values()], seen);
  const isSeen = (id: string) => !hidden.has(ids.get(id) ?? '');
  const graph = new FrozenGraph(
    root,
    nodes.filter(({ id }) => isSeen(id)),
    edges.filter(({ from, to }) => isSeen(from) && isSeen(to)),
  );
  return { graph, isVeiled: hidden.size > 0 };
}

/** Two of them are held in memory, and parsed in one turn of the event loop each. */
const MAX_BYTES = 16 * 2 ** 20;

function tooLarge(label: string, bytes: number): Error {
  return new HeadwaterError(
    'TOO_COMPLEX',
    `What ${label} was made from takes ${bytes} bytes to describe; lineages of up to ${MAX_BYTES} are compared. Read frozenLineage { document } of both instead.`,
    { found: bytes, expected: MAX_BYTES },
  );
}
