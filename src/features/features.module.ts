import type { Graph } from '../graph/graph.module.js';
import type { NodeKindDefinition } from '../graph/nodes/kind-registry.js';
import { NodeKind } from '../graph/nodes/node-kind.js';
import type { ChangeFeed } from '../platform/database/change-feed.js';
import type { Database } from '../platform/database/database.js';
import type { Reader } from '../platform/database/replica/reader.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { DefinitionChangesResolver } from './definitions/changes/definition-changes.resolver.js';
import { Entity } from './definitions/entities/entity.entity.js';
import { EntityResolver } from './definitions/entities/entity.resolver.js';
import { loadEntityFacts, loadFeatureSetVersionFacts } from './definitions/facts.sql.js';
import { FeatureResolver } from './definitions/feature.resolver.js';
import { FeatureReferences } from './definitions/feature-references.js';
import { FeatureSet } from './definitions/feature-set.entity.js';
import { FeatureSetResolver } from './definitions/feature-set.resolver.js';
import { FeatureSetVersion } from './definitions/feature-set-version.entity.js';
import { FeatureSetVersionResolver } from './definitions/feature-set-version.resolver.js';
import type { EventHorizon } from './ingest/event-horizon.js';
import { WriteFeaturesResolver } from './ingest/write-features.resolver.js';
import { WriteTargets } from './ingest/write-target.js';
import { HistoricalFeaturesResolver } from './lookups/history/historical-features.resolver.js';
import { type LookupSource, readFeatures } from './lookups/lookup-source.js';
import { EntityScanResolver } from './lookups/online/entity-scan.resolver.js';
import type { LargeAnswers } from './lookups/online/large-answers.js';
import { LookupPlanner } from './lookups/online/lookup-planner.js';
import type { Lookups } from './lookups/online/lookups.js';
import { OnlineFeaturesResolver } from './lookups/online/online.resolver.js';
import { UnpinnedLookups } from './lookups/online/unpinned-lookups.js';
import { ActivationResolver } from './publishing/activation.resolver.js';
import { leaveCurrent } from './publishing/leave-current.js';
import { PublishFeatureSetResolver } from './publishing/publish-feature-set.resolver.js';

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
}: FeatureDependencies) {
  const references = new FeatureReferences(graph.references);
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
    ],
  };
}
