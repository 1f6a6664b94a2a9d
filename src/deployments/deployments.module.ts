import type { Lookups } from '../features/lookups/online/lookups.js';
import type { LookupPlanner } from '../features/lookups/online/plans/lookup-planner.js';
import type { ServedTraffic } from '../features/lookups/online/traffic/served-traffic.js';
import type { OnGraph } from '../graph/graph.js';
import type { Room } from '../graph/room.js';
import type { ModelLookup } from '../models/signatures/model-lookup.js';
import { BindingResolver } from './bindings/binding.resolver.js';
import { findLiveDeployments } from './bindings/binding.sql.js';
import { ModelVersionDeploymentsResolver } from './bindings/model-version-deployments.resolver.js';
import { ComparisonResolver, ServingVersionResolver } from './comparison/comparison.resolver.js';
import { Deployment } from './deployment.entity.js';
import { DeploymentLoader } from './deployment.loader.js';
import { DeploymentResolver } from './deployment.resolver.js';
import { DEPLOYMENT, ENVIRONMENT } from './deployment-kinds.js';
import { Environment } from './environments/environment.entity.js';
import { EnvironmentResolver } from './environments/environment.resolver.js';
import { DeploymentLookup } from './readers/deployment-lookup.js';
import { DeploymentLookupResolver } from './readers/deployment-lookup.resolver.js';
import { EntityTraceDeploymentsResolver } from './readers/entity-trace-deployments.resolver.js';
import { PublicationDeploymentsResolver } from './readers/publication-deployments.resolver.js';
import { PreviousSplitResolver, SplitShareResolver } from './shifts/previous-split.resolver.js';
import { ShiftResolver } from './shifts/shift.resolver.js';

export interface DeploymentNeeds extends OnGraph {
  readonly lookups: Lookups;
  readonly planner: LookupPlanner;
  readonly modelLookup: ModelLookup;
  readonly servedTraffic: ServedTraffic;
}

export const DEPLOYMENTS: Room<DeploymentNeeds, { readonly deploymentLookup: DeploymentLookup }> = {
  entities: [Deployment],
  kinds: [
    {
      kind: ENVIRONMENT,
      description: 'Where deployments live, such as production.',
      type: Environment,
      hasTable: false,
      logical: true,
    },
    {
      kind: DEPLOYMENT,
      description: 'A named place where model versions serve.',
      type: Deployment,
      hasTable: true,
      logical: true,
      findLive: findLiveDeployments,
    },
  ],
  open({ database, lookups, graph, planner, modelLookup, servedTraffic }) {
    const loader = new DeploymentLoader(database);
    const deploymentLookup = new DeploymentLookup(database, graph, planner, modelLookup, servedTraffic);
    return {
      offers: { deploymentLookup },
      resolvers: [
        new EnvironmentResolver(database, graph),
        new DeploymentResolver(database, graph, loader),
        new DeploymentLookupResolver(lookups, deploymentLookup),
        new BindingResolver(),
        new ShiftResolver({ database, graph }),
        new PreviousSplitResolver(database),
        new SplitShareResolver(),
        new ComparisonResolver({ database, graph }, servedTraffic),
        new ServingVersionResolver(),
        new ModelVersionDeploymentsResolver(loader),
        new EntityTraceDeploymentsResolver(database, loader),
        new PublicationDeploymentsResolver(database),
      ],
    };
  },
};
