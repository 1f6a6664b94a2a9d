import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { selectModelVersionsTrainedOn } from '../../models/versions/trained-on.sql.js';
import type { Database } from '../../platform/database/database.js';
import { EntityTrace } from '../../stewardship/entity-rights/entity-trace.type.js';
import { Deployment } from '../deployment.entity.js';
import type { DeploymentLoader } from '../deployment.loader.js';

/** Where models that saw an entity serve. */
@Resolver(() => EntityTrace)
export class EntityTraceDeploymentsResolver {
  constructor(
    private readonly database: Database,
    private readonly loader: DeploymentLoader,
  ) {}

  @FieldResolver(() => [Deployment], { description: 'The deployments behind which such model versions serve now.' })
  async deployments(@Root() trace: EntityTrace, @Ctx() context: GraphqlContext): Promise<Deployment[]> {
    const versions = await selectModelVersionsTrainedOn(this.database, trace.trainingSetIds());
    const perVersion = await Promise.all(versions.map((id) => context.load(this.loader.deploymentsOf, id)));
    return context.seenNodes(Deployment, [...new Set(perVersion.flat())]);
  }
}
