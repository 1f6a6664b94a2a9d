import { selectEdgesInto } from '../../graph/edge.sql.js';
import { EdgeKind } from '../../graph/edge-kind.js';
import type { Graph } from '../../graph/graph.module.js';
import type { Database } from '../../platform/database/database.js';
import type { ComparedVersion } from './compare-versions.js';
import { selectDefinitions } from './feature-references.sql.js';
import { FeatureSetVersion } from './feature-set-version.entity.js';

/** What some feature set versions are compared by, in order. */
export async function loadComparedVersions(
  database: Database,
  graph: Graph,
  ids: readonly string[],
): Promise<ComparedVersion[]> {
  const nodes = await graph.nodes.load(ids);
  const definitions = await selectDefinitions(database, ids);
  const edges = await selectEdgesInto(database, ids, EdgeKind.SOURCE);
  const datasets = await graph.nodes.load(edges.map(({ src }) => src));
  return ids.map((id) => {
    const version = nodes.get(id);
    const definition = definitions.get(id);
    if (!(version instanceof FeatureSetVersion) || definition === undefined)
      throw new Error(`${id} is no feature set version`);
    const sources: Record<string, Record<string, unknown>> = {};
    for (const { src, attributes } of edges.filter(({ dst }) => dst === id)) {
      for (const [feature, columns] of Object.entries(attributes.columns as Record<string, string[]>))
        sources[feature] = { ...sources[feature], [datasets.get(src)?.label ?? src]: columns };
    }
    const { label, features, ttlSeconds, transformation } = version;
    const { entityId, entity } = definition;
    return { label, entityId, entity, features, ttlSeconds, transformation, sources };
  });
}
