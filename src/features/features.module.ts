import type { Graph } from '../graph/graph.module.js';
import type { NodeKindDefinition } from '../graph/kind-registry.js';
import { NodeKind } from '../graph/node-kind.js';
import type { ChangeFeed } from '../platform/database/change-feed.js';
import type { Database } from '../platform/database/database.js';
import type { Reader } from '../platform/database/reader.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { DefinitionChangesResolver } from './definitions/definition-changes.resolver.js';
import { Entity } from './definitions/entity.entity.js';
import { EntityResolver } from './definitions/entity.resolver.js';
import { loadEntityFacts, loadFeatureSetVersionFacts } from './definitions/facts.sql.js';
import { FeatureResolver } from './definitions/feature.resolver.js';
import { FeatureReferences } from './definitions/feature-references.js';
import { FeatureSet } from './definitions/feature-set.entity.js';
import { FeatureSetResolver } from './definitions/feature-set.resolver.js';
import { FeatureSetVersion } from './definitions/feature-set-version.entity.js';
import { FeatureSetVersionResolver } from './definitions/feature-set-version.resolver.js';
import { EntityRightsResolver } from './entity-rights/entity-rights.resolver.js';
import { HistoricalFeaturesResolver } from './history/historical-features.resolver.js';
import type { EventHorizon } from './ingest/event-horizon.js';
import { WriteFeaturesResolver } from './ingest/write-features.resolver.js';
import { WriteTargets } from './ingest/write-target.js';
import { EntityScanResolver } from './online/entity-scan.resolver.js';
import { type LookupSource, readFeatures } from './online/features-route.js';
import type { LargeAnswers } from './online/large-answers.js';
import { LookupPlanner } from './online/lookup-planner.js';
import type { Lookups } from './online/lookups.js';
import { OnlineFeaturesResolver } from './online/online.resolver.js';
import { UnpinnedLookups } from './online/unpinned-lookups.js';
import { ActivationResolver } from './publishing/activation.resolver.js';
import { leaveCurrent } from './publishing/leave-current.js';
import { PublishFeatureSetResolver } from './publishing/publish-feature-set.resolver.js';
import { RetentionResolver } from './retention/retention.resolver.js';
import { createTrainingSets } from './training-sets/training-sets.module.js';

export const FEATURE_ENTITIES = [Entity, FeatureSetVersion];

export const FEATURE_KINDS: readonly NodeKindDefinition[] = [
  { kind: NodeKind.ENTITY, type: Entity, hasTable: true, logical: true, loadFacts: loadEntityFacts },
  { kind: NodeKind.FEATURE_SET, type: FeatureSet, hasTable: false, logical: true },
  {
    kind: NodeKind.FEATURE_SET_VERSION,
    type: FeatureSetVersion,
    hasTable: true,
    logical: false,
    versionOf: NodeKind.FEATURE_SET,
    loadFacts: loadFeatureSetVersionFacts,
    beforeDelete: leaveCurrent,
  },
];

export interface FeatureDependencies {
  readonly database: Database;
  /** Where lookups read. */
  readonly reader: Reader;
  readonly lookups: Lookups;
  readonly largeAnswers: LargeAnswers;
  readonly graph: Graph;
  readonly changes: ChangeFeed;
  readonly logger: Logger;
  /** How far ahead events may lie. */
  readonly horizon: EventHorizon;
  /** Dataset versions are read from files below it; undefined: from none. */
  readonly datasetDirectory: string | undefined;
}

export function createFeatures({
  database,
  reader,
  lookups,
  largeAnswers,
  graph,
  changes,
  logger,
  horizon,
  datasetDirectory,
}: FeatureDependencies) {
  const references = new FeatureReferences(graph.references);
  const trainingSets = createTrainingSets({ database, graph, references, logger, datasetDirectory });
  const unpinned = new UnpinnedLookups(database, logger);
  const planner = new LookupPlanner(database, references, unpinned, changes);
  const lookupSource: LookupSource = {
    field: 'features',
    options: [],
    plan: (caller, body) => planner.forFeatures(caller.project, readFeatures(body)),
  };
  return {
    references,
    planner,
    lookupSource,
    trainingSets,
    unpinned,
    resolvers: [
      new EntityResolver(database, graph),
      new FeatureResolver(),
      new FeatureSetResolver(graph),
      new FeatureSetVersionResolver(database, graph),
      new PublishFeatureSetResolver(database, graph, unpinned),
      new ActivationResolver(database, graph),
      new WriteFeaturesResolver(database, graph, new WriteTargets(database, graph, changes, horizon)),
      new OnlineFeaturesResolver(lookups, planner),
      new HistoricalFeaturesResolver({ reader, largeAnswers }, planner),
      new EntityScanResolver(database, graph),
      new DefinitionChangesResolver(database, graph),
      new RetentionResolver(database, graph, horizon),
      new EntityRightsResolver(database, graph),
      ...trainingSets.resolvers,
    ],
  };
}
