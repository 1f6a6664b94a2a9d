import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { LISTED_READERS, Publication } from '../features/publishing/publication.type.js';
import { selectEdgesOutOf } from '../graph/edge.sql.js';
import { EdgeKind } from '../graph/edge-kind.js';
import type { GraphqlContext } from '../graph/graphql-context.js';
import type { Database } from '../platform/database/database.js';
import { Deployment } from './deployment.entity.js';

/** Where models that read a feature set serve. */
@Resolver(() => Publication)
export class PublicationDeploymentsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [Deployment], {
    description:
      'The deployments behind which such model versions serve now, newest first, at most 1,000: they go on as they are.',
  })
  async deployments(@Root() publication: Publication, @Ctx() context: GraphqlContext): Promise<Deployment[]> {
    const signatures = await selectEdgesOutOf(this.database, publication.versionIds, EdgeKind.SIGNATURE);
    const models = [...new Set(signatures.map(({ dst }) => dst))];
    const bindings = await selectEdgesOutOf(this.database, models, EdgeKind.BINDING);
    const ids = [...new Set(bindings.map(({ dst }) => dst))].sort().reverse().slice(0, LISTED_READERS);
    return Promise.all(ids.map((id) => context.node(Deployment, id)));
  }
}
