import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { LISTED_READERS, Publication } from '../../features/publishing/publication.type.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { countTrainingSetsPinning, selectTrainingSetsPinning } from '../training-set.sql.js';

/** Which training sets were made from a feature set. */
@Resolver(() => Publication)
export class PublicationTrainingSetsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [DatasetVersion], {
    description:
      'The training sets whose recipe pins a version of the set, newest first, the first 1,000 of trainingSetCount: they are rebuilt from it.',
  })
  async trainingSets(@Root() publication: Publication, @Ctx() context: GraphqlContext): Promise<DatasetVersion[]> {
    const ids = await selectTrainingSetsPinning(this.database, publication.versionIds, LISTED_READERS);
    return Promise.all(ids.map((id) => context.node(DatasetVersion, id)));
  }

  @FieldResolver(() => Int, { description: 'How many such training sets there are in all.' })
  trainingSetCount(@Root() publication: Publication): Promise<number> {
    return countTrainingSetsPinning(this.database, publication.versionIds);
  }
}
