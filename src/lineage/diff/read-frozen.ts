import { Any } from 'typeorm';
import type { Caller } from '../../graph/nodes/caller.js';
import type { KnownKinds } from '../../graph/nodes/kinds/node-kind.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import type { ModelVersion } from '../../models/versions/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { HeadwaterError } from '../../platform/errors.js';
import { listNames } from '../../platform/text/did-you-mean.js';
import { FrozenLineageRecord } from '../frozen/frozen-lineage.entity.js';
import { selectHidden } from '../frozen/hidden-among.sql.js';
import { FrozenGraph } from './frozen-graph.js';
import { selectFrozenSizes } from './frozen-size.sql.js';
import { type FrozenDocument, parseBoth } from './parse-frozen.js';

export interface SeenLineage {
  readonly graph: FrozenGraph;
  /** Whether some of it lies in projects that the caller may not see, and was left out. */
  readonly isVeiled: boolean;
  /** What the closure was frozen without, since it was too large. */
  readonly leftOut: string | undefined;
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
  const [one, other, ...more] = records;
  const parsed =
    one !== undefined && other !== undefined && more.length === 0
      ? parseBoth(one, other)
      : records.map(({ document }) => JSON.parse(document) as FrozenDocument);
  const documents = new Map(parsed.map((document, place) => [records[place]?.modelVersionId, document]));
  const isHidden = seen === undefined ? undefined : await hiddenIn(database, kinds, [...documents.values()], seen);
  return versions.map(({ nodeId, id: root }) => {
    const found = documents.get(nodeId);
    if (found === undefined) throw new Error(`model version ${nodeId} has no frozen lineage`);
    const { leftOut } = found;
    if (isHidden === undefined)
      return { graph: new FrozenGraph(root, found.nodes, found.edges), isVeiled: false, leftOut };
    const isSeen = (id: string) => !isHidden(id);
    const nodes = found.nodes.filter(({ id }) => isSeen(id));
    const edges = found.edges.filter(({ from, to }) => isSeen(from) && isSeen(to));
    return { graph: new FrozenGraph(root, nodes, edges), isVeiled: nodes.length < found.nodes.length, leftOut };
  });
}

/** They are held in memory, and each is parsed in one turn of the event loop. */
const MAX_BYTES = 32 * 2 ** 20;

/** Which nodes lie in projects that the caller may not see, by their public ids. */
async function hiddenIn(
  database: Database,
  kinds: KnownKinds,
  documents: readonly FrozenDocument[],
  seen: readonly string[],
): Promise<(id: string) => boolean> {
  const ids = new Set(documents.flatMap(({ nodes }) => nodes.map(({ id }) => id)));
  const uuidOf = new Map([...ids].map((id) => [id, fromPublicId(id, kinds)?.id ?? '']));
  const hidden = await selectHidden(database, [...uuidOf.values()], seen);
  return (id) => hidden.has(uuidOf.get(id) ?? '');
}

function tooLarge(versions: readonly ModelVersion[], bytes: number): Error {
  const labels = listNames(versions.map(({ label }) => label));
  return new HeadwaterError(
    'TOO_COMPLEX',
    `What ${labels} was made from takes ${bytes} bytes to describe; up to ${MAX_BYTES} are compared. Read frozenLineage { document } of each instead.`,
    { found: bytes, expected: MAX_BYTES },
  );
}
