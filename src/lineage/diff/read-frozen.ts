import { Any } from 'typeorm';
import type { Caller } from '../../graph/nodes/caller.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import type { KnownKinds } from '../../graph/nodes/node-kind.js';
import type { ModelVersion } from '../../models/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { HeadwaterError } from '../../platform/errors.js';
import { listNames } from '../../platform/text/did-you-mean.js';
import { FrozenLineageRecord } from '../frozen/frozen-lineage.entity.js';
import { selectHidden } from '../frozen/hidden-among.sql.js';
import { type FrozenEdge, FrozenGraph, type FrozenNode } from './frozen-graph.js';
import { selectFrozenSizes } from './frozen-size.sql.js';

export interface SeenLineage {
  readonly graph: FrozenGraph;
  /** Whether some of it lies in projects that the caller may not see, and was left out. */
  readonly isVeiled: boolean;
}

/** The frozen lineages of model versions, in order, without what the caller may not see. TOO_COMPLEX where they are too large together. */
export async function readFrozen(
  database: Database,
  kinds: KnownKinds,
  { seen }: Caller,
  versions: readonly ModelVersion[],
): Promise<SeenLineage[]> {
  const ids = [...new Set(versions.map(({ nodeId }) => nodeId))];
  const bytes = [...(await selectFrozenSizes(database, ids)).values()].reduce((sum, size) => sum + size, 0);
  if (bytes > MAX_BYTES) throw tooLarge(versions, bytes);
  const records = await database.dataSource.manager.findBy(FrozenLineageRecord, { modelVersionId: Any(ids) });
  const documents = new Map(records.map((record) => [record.modelVersionId, parse(record, kinds)]));
  const uuids = [...documents.values()].flatMap(({ uuidOf }) => [...uuidOf.values()]);
  const hidden = seen === undefined ? NONE : await selectHidden(database, [...new Set(uuids)], seen);
  return versions.map(({ nodeId, id: root }) => {
    const found = documents.get(nodeId);
    if (found === undefined) throw new Error(`model version ${nodeId} has no frozen lineage`);
    const isSeen = (id: string) => !hidden.has(found.uuidOf.get(id) ?? '');
    const nodes = found.nodes.filter(({ id }) => isSeen(id));
    const edges = found.edges.filter(({ from, to }) => isSeen(from) && isSeen(to));
    return { graph: new FrozenGraph(root, nodes, edges), isVeiled: nodes.length < found.nodes.length };
  });
}

const NONE: ReadonlySet<string> = new Set();
/** They are held in memory, and each is parsed in one turn of the event loop. */
const MAX_BYTES = 32 * 2 ** 20;

function parse({ document }: FrozenLineageRecord, kinds: KnownKinds) {
  const { nodes, edges } = JSON.parse(document) as { nodes: FrozenNode[]; edges: FrozenEdge[] };
  return { nodes, edges, uuidOf: new Map(nodes.map(({ id }) => [id, fromPublicId(id, kinds)?.id ?? ''])) };
}

function tooLarge(versions: readonly ModelVersion[], bytes: number): Error {
  const labels = listNames(versions.map(({ label }) => label));
  return new HeadwaterError(
    'TOO_COMPLEX',
    `What ${labels} was made from takes ${bytes} bytes to describe; up to ${MAX_BYTES} are compared. Read frozenLineage { document } of each instead.`,
    { found: bytes, expected: MAX_BYTES },
  );
}
