import type { LookupPlanner } from '../features/lookups/online/lookup-planner.js';
import type { Lookups } from '../features/lookups/online/lookups.js';
import type { Graph } from '../graph/graph.module.js';
import type { NodeKindDefinition } from '../graph/nodes/kind-registry.js';
import { NodeKind } from '../graph/nodes/node-kind.js';
import type { ModelLookup } from '../models/signatures/model-lookup.js';
import type { Database } from '../platform/database/database.js';
import { BindingResolver } from './bindings/binding.resolver.js';
import { findLiveDeployments } from './bindings/binding.sql.js';
import { ModelVersionDeploymentsResolver } from './bindings/model-version-deployments.resolver.js';
import { Deployment } from './deployment.entity.js';
import { DeploymentLoader } from './deployment.loader.js';
import { DeploymentResolver } from './deployment.resolver.js';
import { DeploymentLookup } from './deployment-lookup.js';
import { DeploymentLookupResolver } from './deployment-lookup.resolver.js';
import { EntityTraceDeploymentsResolver } from './entity-trace-deployments.resolver.js';
import { Environment } from './environments/environment.entity.js';
import { EnvironmentResolver } from './environments/environment.resolver.js';
import { PublicationDeploymentsResolver } from './publication-deployments.resolver.js';

export interface DeploymentDependencies {
  readonly database: Database;
  /** Where lookups read. */
  readonly lookups: Lookups;
  readonly graph: Graph;
  readonly planner: LookupPlanner;
  readonly models: ModelLookup;
}

export const DEPLOYMENT_ENTITIES = [Deployment];

export const DEPLOYMENT_KINDS: readonly NodeKindDefinition[] = [
  { kind: NodeKind.ENVIRONMENT, type: Environment, hasTable: false, logical: true },
  { kind: NodeKind.DEPLOYMENT, type: Deployment, hasTable: true, logical: true, findLive: findLiveDeployments },
];

export function createDeployments({ database, lookups, graph, planner, models }: DeploymentDependencies) {
  const loader = new DeploymentLoader(database);
  const lookup = new DeploymentLookup(database, graph, planner, models);
  return {
    lookupSource: lookup.source,
    resolvers: [
      new EnvironmentResolver(database, graph),
      new DeploymentResolver(database, graph, loader),
      new DeploymentLookupResolver(lookups, lookup),
      new BindingResolver(),
      new ModelVersionDeploymentsResolver(loader),
      new EntityTraceDeploymentsResolver(database, loader),
      new PublicationDeploymentsResolver(database),
    ],
  };
}
