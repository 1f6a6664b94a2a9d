import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { LISTED_READERS, Publication } from '../../features/publishing/publication.type.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { Deployment } from '../deployment.entity.js';
import { countServingReaders, selectServingReaders } from './serving-readers.sql.js';

/** Where models that read a feature set serve. */
@Resolver(() => Publication)
export class PublicationDeploymentsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [Deployment], {
    description:
      'The deployments behind which such model versions serve now, newest first, the first 1,000 of deploymentCount: they go on as they are.',
  })
  async deployments(@Root() publication: Publication, @Ctx() context: GraphqlContext): Promise<Deployment[]> {
    const ids = await selectServingReaders(this.database, publication.versionIds, LISTED_READERS);
    return Promise.all(ids.map((id) => context.node(Deployment, id)));
  }

  @FieldResolver(() => Int, { description: 'How many such deployments there are in all.' })
  deploymentCount(@Root() publication: Publication): Promise<number> {
    return countServingReaders(this.database, publication.versionIds);
  }
}
