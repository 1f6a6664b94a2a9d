import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { LISTED_READERS, Publication } from '../publishing/publication.type.js';
import { FeatureServiceVersion } from './feature-service.entity.js';
import { countServiceReaders, selectServiceReaders } from './service-readers.sql.js';

/** Which feature services read a feature set. */
@Resolver(() => Publication)
export class PublicationServicesResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [FeatureServiceVersion], {
    description:
      'The feature service versions that pin a version of the set, newest first, the first 1,000 of featureServiceVersionCount: they stay with it.',
  })
  async featureServiceVersions(
    @Root() publication: Publication,
    @Ctx() context: GraphqlContext,
  ): Promise<FeatureServiceVersion[]> {
    const ids = await selectServiceReaders(this.database, publication.versionIds, LISTED_READERS);
    return Promise.all(ids.map((id) => context.node(FeatureServiceVersion, id)));
  }

  @FieldResolver(() => Int, { description: 'How many such feature service versions there are in all.' })
  featureServiceVersionCount(@Root() publication: Publication): Promise<number> {
    return countServiceReaders(this.database, publication.versionIds);
  }
}
