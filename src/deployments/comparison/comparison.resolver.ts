import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { ServedTraffic } from '../../features/lookups/online/traffic/served-traffic.js';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import { Deployment } from '../deployment.entity.js';
import { compareServing } from './compare-serving.js';
import { ServingComparison, ServingVersion } from './serving-comparison.js';

/** Champion and challengers. */
@Resolver(() => Deployment)
export class ComparisonResolver {
  constructor(
    private readonly room: OnGraph,
    private readonly traffic: ServedTraffic,
  ) {}

  @FieldResolver(() => ServingComparison, {
    description: 'What serves behind it now, champion and challengers side by side: shares, lookups, metrics.',
  })
  comparison(@Root() deployment: Deployment, @Ctx() context: GraphqlContext): Promise<ServingComparison> {
    context.demand('graph:read');
    return compareServing(this.room, this.traffic, { id: deployment.nodeId, project: deployment.node.project });
  }
}

@Resolver(() => ServingVersion)
export class ServingVersionResolver {
  @FieldResolver(() => ModelVersion, { description: 'The version.' })
  modelVersion(@Root() version: ServingVersion, @Ctx() context: GraphqlContext): Promise<ModelVersion> {
    return context.node(ModelVersion, version.modelVersionId);
  }
}
