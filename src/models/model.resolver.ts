import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { type CountedNodes, countedConnectionOf } from '../graph/finding/counting/counted-connection.js';
import { listArgumentsOf, type OrderedList } from '../graph/finding/ordering/list-order.input.js';
import type { Graph } from '../graph/graph.js';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { Ref } from '../graph/references/ref.scalar.js';
import { NAME, REF, refOf } from '../graph/references/ref-argument.js';
import { QUICK } from '../platform/graphql/documents/quick-documents.js';
import { PageArguments } from '../platform/graphql/lists/page-arguments.js';
import { MODEL_VERSIONS, MODELS } from './finding/listed-models.js';
import { Model } from './model.entity.js';
import { MODEL } from './model-kinds.js';
import { ModelVersionConnection } from './model-version.resolver.js';
import { ModelVersion } from './versions/model-version.entity.js';

const ModelConnection = countedConnectionOf(MODELS, () => Model);
const ModelArguments = listArgumentsOf(MODELS);

@Resolver(() => Model)
export class ModelResolver {
  constructor(private readonly graph: Graph) {}

  @Extensions(QUICK)
  @Query(() => Model, { nullable: true, description: 'A registered model; null when there is none.' })
  model(
    @Arg('ref', () => Ref, REF) ref: string | null,
    @Arg('name', () => String, NAME) name: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Model | null> {
    context.demand('graph:read');
    return this.graph.reads.find(context, Model, MODEL, refOf('model', ref, name));
  }

  @Extensions(QUICK)
  @Query(() => ModelConnection, { description: 'The models of the project.' })
  models(@Args(() => ModelArguments) list: OrderedList, @Ctx() context: GraphqlContext): Promise<CountedNodes<Model>> {
    return this.graph.reads.lists.counted(context, MODELS, list);
  }

  @FieldResolver(() => ModelVersion, { nullable: true, description: 'The newest version; null if all were deleted.' })
  async latestVersion(@Root() model: Model, @Ctx() context: GraphqlContext): Promise<ModelVersion | null> {
    const id = await context.load(this.graph.reads.newestVersions, model.node.id);
    return id === null ? null : context.node(ModelVersion, id);
  }

  @FieldResolver(() => ModelVersionConnection, { description: 'Its versions, newest first.' })
  versions(
    @Root() model: Model,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<ModelVersion>> {
    return this.graph.reads.countedChildren(context, model.node.id, MODEL_VERSIONS, page);
  }
}
