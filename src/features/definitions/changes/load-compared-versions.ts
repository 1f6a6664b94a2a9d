import { selectEdgesInto } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import type { NodeStore } from '../../../graph/nodes/storage/node-store.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { groupBy } from '../../../platform/group-by.js';
import { selectDefinitions } from '../references/feature-references.sql.js';
import { FeatureSetVersion } from '../versions/feature-set-version.entity.js';
import type { ComparedVersion } from './compare-versions.js';

/** What some feature set versions are compared by, in order. */
export async function loadComparedVersions(
  db: Queryable,
  store: NodeStore,
  ids: readonly string[],
): Promise<ComparedVersion[]> {
  const nodes = await store.load(ids);
  const definitions = await selectDefinitions(db, ids);
  const edges = await selectEdgesInto(db, ids, EdgeKind.SOURCE);
  const datasets = await store.load(edges.map(({ src }) => src));
  const edgesOf = groupBy(edges, ({ dst }) => dst);
  return ids.map((id) => {
    const version = nodes.get(id);
    const definition = definitions.get(id);
    if (!(version instanceof FeatureSetVersion) || definition === undefined)
      throw new Error(`${id} is no feature set version`);
    const sources: Record<string, Record<string, unknown>> = {};
    for (const { src, attributes } of edgesOf.get(id) ?? []) {
      for (const [feature, columns] of Object.entries(attributes.columns as Record<string, string[]>))
        sources[feature] = { ...sources[feature], [datasets.get(src)?.label ?? src]: columns };
    }
    const { label, features, ttlSeconds, transformation, onFutureEvent } = version;
    const { entityId, entity } = definition;
    return { label, entityId, entity, features, ttlSeconds, transformation, onFutureEvent, sources };
  });
}
