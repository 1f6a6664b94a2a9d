import type { LookupPlanner } from '../features/lookups/online/lookup-planner.js';
import type { Lookups } from '../features/lookups/online/lookups.js';
import type { NodeKindDefinition } from '../graph/nodes/kind-registry.js';
import { NodeKind } from '../graph/nodes/node-kind.js';
import { ModelAliasResolver } from './aliases/model-alias.resolver.js';
import { findAliasedVersions, listAliasNames } from './aliases/model-alias.sql.js';
import { ModelAliasesResolver } from './aliases/model-aliases.resolver.js';
import { Model } from './model.entity.js';
import { ModelLoader } from './model.loader.js';
import { ModelResolver } from './model.resolver.js';
import { ModelVersion } from './model-version.entity.js';
import { ModelVersionResolver } from './model-version.resolver.js';
import { loadModelVersionFacts } from './model-version.sql.js';
import type { RegistrationDependencies } from './register-model-version.js';
import { EntityTraceModelsResolver } from './signatures/entity-trace-models.resolver.js';
import { ModelLookup } from './signatures/model-lookup.js';
import { FeatureTableModelResolver, ModelLookupResolver } from './signatures/model-lookup.resolver.js';
import { PublicationModelsResolver } from './signatures/publication-models.resolver.js';
import { SignatureFeatureResolver } from './signatures/signature-feature.resolver.js';

export const MODEL_ENTITIES = [ModelVersion];

export const MODEL_KINDS: readonly NodeKindDefinition[] = [
  { kind: NodeKind.MODEL, type: Model, hasTable: false, logical: true },
  {
    kind: NodeKind.MODEL_VERSION,
    type: ModelVersion,
    hasTable: true,
    logical: false,
    versionOf: NodeKind.MODEL,
    findByAlias: findAliasedVersions,
    listAliases: listAliasNames,
    loadFacts: loadModelVersionFacts,
  },
];

export function createModels(dependencies: RegistrationDependencies, planner: LookupPlanner, lookups: Lookups) {
  const { database, graph } = dependencies;
  const loader = new ModelLoader(database);
  const lookup = new ModelLookup(database, graph, planner);
  return {
    lookup,
    lookupSource: lookup.source,
    resolvers: [
      new ModelResolver(graph),
      new ModelVersionResolver(dependencies, loader),
      new ModelAliasResolver(database, graph),
      new ModelAliasesResolver(loader),
      new SignatureFeatureResolver(),
      new ModelLookupResolver(lookups, lookup),
      new FeatureTableModelResolver(),
      new EntityTraceModelsResolver(database),
      new PublicationModelsResolver(database),
    ],
  };
}
