import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { make } from '../../platform/make.js';
import { Deployment } from '../deployment.entity.js';
import { PreviousSplit, SplitShare } from './previous-split.js';
import { selectPreviousSplit } from './rollback.sql.js';

/** What a rollback would do, for whoever thinks of one. */
@Resolver(() => Deployment)
export class PreviousSplitResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => PreviousSplit, {
    nullable: true,
    description: 'The split that `rollback` would give it now; null: there is nothing to go back to.',
  })
  async rollsBackTo(@Root() deployment: Deployment, @Ctx() context: GraphqlContext): Promise<PreviousSplit | null> {
    context.demand('graph:read');
    const previous = await selectPreviousSplit(this.database, deployment.nodeId);
    if (previous === undefined) return null;
    const shares = previous.bindings
      .map((binding) => make(SplitShare, binding))
      .sort((a, b) => b.trafficPercent - a.trafficPercent);
    return make(PreviousSplit, { setAt: previous.setAt, shares });
  }
}

@Resolver(() => SplitShare)
export class SplitShareResolver {
  @FieldResolver(() => ModelVersion, { description: 'The version.' })
  modelVersion(@Root() share: SplitShare, @Ctx() context: GraphqlContext): Promise<ModelVersion> {
    return context.node(ModelVersion, share.modelVersionId);
  }
}
