import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { LISTED_READERS, Publication } from '../features/publishing/publication.type.js';
import { selectEdgesOutOf } from '../graph/edge.sql.js';
import { EdgeKind } from '../graph/edge-kind.js';
import type { GraphqlContext } from '../graph/graphql-context.js';
import type { Database } from '../platform/database/database.js';
import { ModelVersion } from './model-version.entity.js';

/** Which models read a feature set. */
@Resolver(() => Publication)
export class PublicationModelsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [ModelVersion], {
    description:
      'The model versions whose signature pins a version of the set, newest first, at most 1,000: they stay with it.',
  })
  async modelVersions(@Root() publication: Publication, @Ctx() context: GraphqlContext): Promise<ModelVersion[]> {
    const edges = await selectEdgesOutOf(this.database, publication.versionIds, EdgeKind.SIGNATURE);
    // Ids are ordered by time.
    const ids = [...new Set(edges.map(({ dst }) => dst))].sort().reverse().slice(0, LISTED_READERS);
    const versions = await Promise.all(ids.map((id) => context.node(ModelVersion, id)));
    return versions.filter(({ node }) => node.deletedAt === null);
  }
}
