import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import type { ChangeFeed } from '../platform/database/change-feed.js';
import type { Reader } from '../platform/database/replica/reader.js';
import type { Logger } from '../platform/telemetry/logger.js';
import { FairPlaces } from '../platform/turns/fair-places.js';
import { DefinitionChangesResolver } from './definitions/changes/definition-changes.resolver.js';
import { Entity } from './definitions/entities/entity.entity.js';
import { EntityResolver } from './definitions/entities/entity.resolver.js';
import { loadEntityFacts, loadFeatureSetVersionFacts } from './definitions/facts.sql.js';
import { FeatureResolver } from './definitions/feature.resolver.js';
import { FeatureSet } from './definitions/feature-set.entity.js';
import { FeatureSetResolver } from './definitions/feature-set.resolver.js';
import { FeatureReferences } from './definitions/references/feature-references.js';
import {
  SensitiveDatasetVersionResolver,
  SensitiveFeatureSetResolver,
  SensitiveFeatureSetVersionResolver,
} from './definitions/sensitive/sensitive.resolver.js';
import { FeatureSetVersion } from './definitions/versions/feature-set-version.entity.js';
import { FeatureSetVersionResolver } from './definitions/versions/feature-set-version.resolver.js';
import { ENTITY, FEATURE_SERVICE, FEATURE_SERVICE_VERSION, FEATURE_SET, FEATURE_SET_VERSION } from './feature-kinds.js';
import { EventHorizon } from './ingest/event-horizon.js';
import { WriteFeaturesResolver } from './ingest/write-features.resolver.js';
import { WriteTargets } from './ingest/write-target.js';
import type { PlanChoice } from './lookups/feature-choice.js';
import { HistoricalFeaturesResolver } from './lookups/history/historical-features.resolver.js';
import type { LookupSource } from './lookups/lookup-source.js';
import { LargeAnswers } from './lookups/online/answers/large-answers.js';
import { Lookups } from './lookups/online/lookups.js';
import { OnlineFeaturesResolver } from './lookups/online/online.resolver.js';
import { LookupPlanner } from './lookups/online/plans/lookup-planner.js';
import { UnpinnedUses } from './lookups/online/plans/unpinned-uses.js';
import { EntityScanResolver } from './lookups/online/scan/entity-scan.resolver.js';
import { ServedTraffic } from './lookups/online/traffic/served-traffic.js';
import { readFeatures } from './lookups/read-features.js';
import { ActivationResolver } from './publishing/activation.resolver.js';
import { leaveCurrent } from './publishing/leave-current.js';
import { PublishFeatureSetResolver } from './publishing/publish-feature-set.resolver.js';
import { FeatureService, FeatureServiceVersion } from './services/feature-service.entity.js';
import { FeatureServiceResolver } from './services/feature-service.resolver.js';
import {
  FeatureServiceVersionResolver,
  FeatureTableServiceResolver,
} from './services/feature-service-version.resolver.js';
import { PublicationServicesResolver } from './services/publication-services.resolver.js';
import { ServiceLookup } from './services/service-lookup.js';
import { findServingServices, loadFeatureServiceVersionFacts } from './services/service-readers.sql.js';
import { FeatureSetReadersResolver } from './signatures/feature-set-readers.resolver.js';
import { SignatureFeatureResolver } from './signatures/signature-feature.resolver.js';

export interface FeatureNeeds extends OnGraph {
  /** Where lookups read. */
  readonly reader: Reader;
  /** Tells when to forget what is cached. */
  readonly changes: ChangeFeed;
  readonly logger: Logger;
  readonly settings: {
    readonly futureEventToleranceSeconds: number;
    readonly largeLookups: number;
    readonly transferWaitMs: number;
  };
}

export interface FeatureOffers {
  readonly references: FeatureReferences;
  readonly planner: LookupPlanner;
  readonly lookups: Lookups;
  readonly services: ServiceLookup;
  readonly featureLookup: LookupSource;
  /** How far ahead events may lie. */
  readonly horizon: EventHorizon;
  readonly servedTraffic: ServedTraffic;
  /** Writes that name no version. */
  readonly unpinnedWrites: UnpinnedUses;
  readonly writeTargets: WriteTargets;
}

export const FEATURES: Room<FeatureNeeds, FeatureOffers> = {
  entities: [Entity, FeatureSetVersion],
  kinds: [
    {
      kind: ENTITY,
      description: 'What features are about: a name and one or more join keys.',
      type: Entity,
      hasTable: true,
      logical: true,
      loadFacts: loadEntityFacts,
    },
    {
      kind: FEATURE_SET,
      description: 'Features of one entity that are computed together.',
      type: FeatureSet,
      hasTable: false,
      logical: true,
    },
    {
      kind: FEATURE_SET_VERSION,
      description: 'One immutable definition of a feature set.',
      type: FeatureSetVersion,
      hasTable: true,
      logical: false,
      versionOf: FEATURE_SET,
      loadFacts: loadFeatureSetVersionFacts,
      beforeDelete: leaveCurrent,
    },
    {
      kind: FEATURE_SERVICE,
      description: 'A named list of features for consumers that are no models.',
      type: FeatureService,
      hasTable: false,
      logical: true,
    },
    {
      kind: FEATURE_SERVICE_VERSION,
      description: 'One immutable list of pinned features of a feature service.',
      type: FeatureServiceVersion,
      hasTable: false,
      logical: false,
      versionOf: FEATURE_SERVICE,
      findLive: findServingServices,
      loadFacts: loadFeatureServiceVersionFacts,
    },
  ],
  open({ database, reader, graph, changes, logger, settings }) {
    const references = new FeatureReferences(graph.references);
    const horizon = new EventHorizon(settings.futureEventToleranceSeconds);
    const largeAnswers = new LargeAnswers();
    const lookups = new Lookups(reader, largeAnswers, new FairPlaces(settings.largeLookups, settings.transferWaitMs));
    const unpinned = new UnpinnedUses(database, logger, 'LOOKUP');
    const unpinnedWrites = new UnpinnedUses(database, logger, 'WRITE');
    const servedTraffic = new ServedTraffic(database, logger);
    const planner = new LookupPlanner(database, references, { unpinned, traffic: servedTraffic }, changes);
    const services = new ServiceLookup(database, graph, references, planner);
    const writeTargets = new WriteTargets(database, graph, changes, { horizon, unpinned: unpinnedWrites });
    const plan: PlanChoice = (caller, choice) => services.plan(caller, choice);
    const featureLookup: LookupSource = {
      field: 'features',
      options: [],
      plan: (caller, body) => planner.forFeatures(caller, readFeatures(body)),
    };
    return {
      offers: {
        references,
        planner,
        lookups,
        services,
        featureLookup,
        horizon,
        servedTraffic,
        unpinnedWrites,
        writeTargets,
      },
      background: [unpinned, unpinnedWrites, servedTraffic],
      resolvers: [
        new EntityResolver(database, graph),
        new FeatureResolver(),
        new FeatureSetResolver(graph),
        new FeatureSetVersionResolver(database, graph),
        new SensitiveFeatureSetResolver(database, graph),
        new SensitiveFeatureSetVersionResolver(database),
        new SensitiveDatasetVersionResolver(database),
        new PublishFeatureSetResolver(database, graph, { lookups: unpinned, writes: unpinnedWrites }),
        new ActivationResolver(database, graph, { lookups: unpinned, writes: unpinnedWrites }),
        new WriteFeaturesResolver(database, graph, writeTargets),
        new OnlineFeaturesResolver(lookups, plan),
        new HistoricalFeaturesResolver({ reader, largeAnswers }, plan),
        new EntityScanResolver(database, graph),
        new DefinitionChangesResolver(database, graph),
        new SignatureFeatureResolver(),
        new FeatureSetReadersResolver(database),
        new FeatureServiceResolver({ database, graph, references }),
        new FeatureServiceVersionResolver(database, graph),
        new FeatureTableServiceResolver(),
        new PublicationServicesResolver(database),
      ],
    };
  },
};
