import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { make } from '../../platform/make.js';
import { type Instant, instantFromPostgres } from '../../platform/time/instant.js';
import { countKeyInTrainingSet, selectTrainingSetsOfEntity } from '../../training-sets/keys/training-set-keys.sql.js';
import { selectKeyRows } from './entity-rows.sql.js';
import { type EntityStorage, selectEntityStorages } from './entity-storages.sql.js';
import { EntityTrace, TracedFeatureRows, TracedRefusedRows, TracedTrainingRows } from './entity-trace.type.js';
import { type EntityWithKey, findEntity } from './find-entity.js';
import { countRefusedRows } from './refused-rows/refused-rows.js';

/** Where a key of an entity has rows: feature set versions and training sets. A key that nobody has seen gives empty lists. */
export async function traceEntity(
  database: Database,
  graph: Graph,
  context: GraphqlContext,
  ref: string,
  entityKey: unknown,
): Promise<EntityTrace> {
  context.demand('entity:trace');
  const found = await findEntity(database, graph, context, ref, entityKey);
  const { entity, key } = found;
  const storages = await selectEntityStorages(database, entity.nodeId);
  const versionOf = new Map(storages.map(({ storage, id }) => [storage, id]));
  const places = await database.shares.use([...versionOf.keys()], () => selectKeyRows(database, storages, key));
  const rows = places.filter((row) => row.lastEventTime !== null);
  const featureRows = await Promise.all(
    rows.map(async (row) =>
      make(TracedFeatureRows, {
        featureSetVersion: await context.node(FeatureSetVersion, versionOf.get(row.storage) ?? ''),
        onlineRows: row.onlineRows,
        historyRows: row.historyRows,
        firstEventTime: instantOf(row.firstEventTime),
        lastEventTime: instantOf(row.lastEventTime),
        firstIngestTime: instantOf(row.firstIngestTime),
        lastIngestTime: instantOf(row.lastIngestTime),
      }),
    ),
  );
  const trainingRows = await traceTrainingSets(database, context, entity.nodeId, key);
  const refusedRows = await traceRefusedRows(database, context, found, storages);
  return make(EntityTrace, { entity, featureRows, trainingRows, refusedRows });
}

/** A time of a key that has rows, so it is not missing. */
function instantOf(text: string | null): Instant {
  return instantFromPostgres(text ?? '');
}

async function traceTrainingSets(
  database: Database,
  context: GraphqlContext,
  entityId: string,
  key: string,
): Promise<TracedTrainingRows[]> {
  const found: TracedTrainingRows[] = [];
  for (const set of await selectTrainingSetsOfEntity(database, entityId)) {
    if (set.datasetVersionId === null) continue;
    const rows = await countKeyInTrainingSet(database, set, entityId, key);
    if (rows === 0) continue;
    const trainingSet = await context.node(DatasetVersion, set.datasetVersionId);
    found.push(make(TracedTrainingRows, { trainingSet, rows }));
  }
  return found;
}

async function traceRefusedRows(
  database: Database,
  context: GraphqlContext,
  found: EntityWithKey,
  storages: readonly EntityStorage[],
): Promise<TracedRefusedRows[]> {
  const counts = await countRefusedRows(database, found, storages);
  return Promise.all(
    storages
      .filter(({ label }) => counts.has(label))
      .map(async ({ id, label }) =>
        make(TracedRefusedRows, {
          featureSetVersion: await context.node(FeatureSetVersion, id),
          rows: counts.get(label) ?? 0,
        }),
      ),
  );
}
