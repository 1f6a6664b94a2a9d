import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { ModelLoader } from '../model.loader.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { gatherCard } from './gather-card.js';
import { modelCard } from './model-card.js';

@Resolver(() => ModelVersion)
export class ModelCardResolver {
  constructor(
    private readonly room: OnGraph,
    private readonly loader: ModelLoader,
  ) {}

  @FieldResolver(() => String, {
    description:
      'Its model card, Markdown: what it is for, who answers for it, what it reads and how fresh that is, what it learnt from, parameters, metrics, gates, approvals, deployments, lineage, limits. The same facts give the same text; what somebody wrote is never taken for Markdown.',
  })
  async card(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<string> {
    context.demand('graph:read');
    return modelCard(await gatherCard(this.room, this.loader, context, version));
  }
}
