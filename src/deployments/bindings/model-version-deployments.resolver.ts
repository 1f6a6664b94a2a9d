import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import { Deployment } from '../deployment.entity.js';
import type { DeploymentLoader } from '../deployment.loader.js';

/** What a model version says of its deployments. */
@Resolver(() => ModelVersion)
export class ModelVersionDeploymentsResolver {
  constructor(private readonly loader: DeploymentLoader) {}

  @FieldResolver(() => [Deployment], { description: 'The deployments that it serves behind now, longest first.' })
  async deployments(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<Deployment[]> {
    const ids = await context.load(this.loader.deploymentsOf, version.nodeId);
    return Promise.all(ids.map((id) => context.node(Deployment, id)));
  }
}
