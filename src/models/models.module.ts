import type { FeatureReferences } from '../features/definitions/references/feature-references.js';
import type { Lookups } from '../features/lookups/online/lookups.js';
import type { LookupPlanner } from '../features/lookups/online/plans/lookup-planner.js';
import type { ServiceLookup } from '../features/services/service-lookup.js';
import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import { ModelAliasResolver } from './aliases/model-alias.resolver.js';
import { findAliasedVersions, listAliasNames } from './aliases/model-alias.sql.js';
import { ModelAliasesResolver } from './aliases/model-aliases.resolver.js';
import { ModelCardResolver } from './cards/model-card.resolver.js';
import {
  ModelHistoryResolver,
  ModelVersionHistoryResolver,
  RegistryMoveResolver,
} from './history/registry-history.resolver.js';
import { Model } from './model.entity.js';
import { ModelLoader } from './model.loader.js';
import { ModelResolver } from './model.resolver.js';
import { MODEL, MODEL_VERSION } from './model-kinds.js';
import { ModelVersionResolver } from './model-version.resolver.js';
import { GateResolver, ModelVersionGatesResolver } from './promotion/gates/gate.resolver.js';
import {
  ModelPoliciesResolver,
  ModelVersionApprovalsResolver,
  PromotionResolver,
} from './promotion/promotion.resolver.js';
import { EntityTraceModelsResolver } from './signatures/entity-trace-models.resolver.js';
import { ModelLookup } from './signatures/model-lookup.js';
import { FeatureTableModelResolver, ModelLookupResolver } from './signatures/model-lookup.resolver.js';
import { PublicationModelsResolver } from './signatures/publication-models.resolver.js';
import { ModelStageResolver, StageResolver } from './stages/stage.resolver.js';
import { ModelVersion } from './versions/model-version.entity.js';
import { loadModelVersionFacts } from './versions/model-version.sql.js';
import type { FreezeLineage } from './versions/register-model-version.js';

export interface ModelNeeds extends OnGraph {
  readonly references: FeatureReferences;
  readonly services: ServiceLookup;
  readonly planner: LookupPlanner;
  readonly lookups: Lookups;
  readonly freezeLineage: FreezeLineage;
}

export const MODELS: Room<ModelNeeds, { readonly modelLookup: ModelLookup }> = {
  entities: [ModelVersion],
  kinds: [
    { kind: MODEL, description: 'A registered model.', type: Model, hasTable: false, logical: true },
    {
      kind: MODEL_VERSION,
      description: 'One immutable version of a model.',
      type: ModelVersion,
      hasTable: true,
      logical: false,
      versionOf: MODEL,
      findByAlias: findAliasedVersions,
      listAliases: listAliasNames,
      loadFacts: loadModelVersionFacts,
    },
  ],
  open({ database, graph, references, services, planner, lookups, freezeLineage }) {
    const loader = new ModelLoader(database);
    const modelLookup = new ModelLookup(database, graph, planner);
    return {
      offers: { modelLookup },
      resolvers: [
        new ModelResolver(graph),
        new ModelVersionResolver({ database, graph, features: references, services, freezeLineage }, loader),
        new ModelAliasResolver(database, graph),
        new ModelAliasesResolver(loader),
        new ModelCardResolver({ database, graph }, loader),
        new ModelHistoryResolver(database),
        new ModelVersionHistoryResolver(database),
        new RegistryMoveResolver(),
        new StageResolver({ database, graph }),
        new ModelStageResolver({ database, graph }),
        new PromotionResolver({ database, graph }),
        new ModelPoliciesResolver({ database, graph }),
        new ModelVersionApprovalsResolver({ database, graph }),
        new GateResolver({ database, graph }),
        new ModelVersionGatesResolver({ database, graph }),
        new ModelLookupResolver(lookups, modelLookup),
        new FeatureTableModelResolver(),
        new EntityTraceModelsResolver(database),
        new PublicationModelsResolver(database),
      ],
    };
  },
};
