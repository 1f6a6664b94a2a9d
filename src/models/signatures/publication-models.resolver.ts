import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { LISTED_READERS, Publication } from '../../features/publishing/publication.type.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { countSignatureReaders, selectSignatureReaders } from './signature-readers.sql.js';

/** Which models read a feature set. */
@Resolver(() => Publication)
export class PublicationModelsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [ModelVersion], {
    description:
      'The model versions whose signature pins a version of the set, newest first, the first 1,000 of modelVersionCount: they stay with it.',
  })
  async modelVersions(@Root() publication: Publication, @Ctx() context: GraphqlContext): Promise<ModelVersion[]> {
    const ids = await selectSignatureReaders(this.database, publication.versionIds, LISTED_READERS);
    return Promise.all(ids.map((id) => context.node(ModelVersion, id)));
  }

  @FieldResolver(() => Int, { description: 'How many such model versions there are in all.' })
  modelVersionCount(@Root() publication: Publication): Promise<number> {
    return countSignatureReaders(this.database, publication.versionIds);
  }
}
