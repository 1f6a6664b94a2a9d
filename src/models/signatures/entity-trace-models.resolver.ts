import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { EntityTrace } from '../../stewardship/entity-rights/entity-trace.type.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { selectModelVersionsTrainedOn } from '../versions/trained-on.sql.js';

/** Which models saw an entity. */
@Resolver(() => EntityTrace)
export class EntityTraceModelsResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => [ModelVersion], {
    description: 'The model versions made from the training sets that contain the key, directly or through others.',
  })
  async modelVersions(@Root() trace: EntityTrace, @Ctx() context: GraphqlContext): Promise<ModelVersion[]> {
    const ids = await selectModelVersionsTrainedOn(this.database, trace.trainingSetIds());
    return context.seenNodes(ModelVersion, ids);
  }
}
