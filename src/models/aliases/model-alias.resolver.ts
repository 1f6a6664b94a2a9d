import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { make } from '../../platform/make.js';
import { Model } from '../model.entity.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { RemoveAliasInput, SetAliasInput } from './alias.input.js';
import { ModelAlias } from './model-alias.js';
import { removeAlias } from './remove-alias.js';
import { setAlias } from './set-alias.js';

@ObjectType({ description: 'What setAlias answers.' })
class SetAliasPayload {
  @Field(() => Model, { description: 'The model.' }) model!: Model;
  @Field(() => ModelVersion, { description: 'Where the alias points now.' }) modelVersion!: ModelVersion;
  @Field(() => ModelVersion, { nullable: true, description: 'Where it pointed before; null if nowhere.' })
  previous!: ModelVersion | null;

  @Field(() => Boolean, { description: 'False when it pointed there already.' }) changed!: boolean;
}

@ObjectType({ description: 'What removeAlias answers.' })
class RemoveAliasPayload {
  @Field(() => Model, { description: 'The model.' }) model!: Model;
  @Field(() => ModelVersion, { nullable: true, description: 'Where it pointed before; null if nowhere.' })
  previous!: ModelVersion | null;

  @Field(() => Boolean, { description: 'False when it had been removed before.' }) changed!: boolean;
}

@Resolver(() => ModelAlias)
export class ModelAliasResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @FieldResolver(() => ModelVersion, { description: 'Where it points, or pointed.' })
  modelVersion(@Root() alias: ModelAlias, @Ctx() context: GraphqlContext): Promise<ModelVersion> {
    return context.node(ModelVersion, alias.modelVersionId);
  }

  @Mutation(() => SetAliasPayload, {
    description:
      'Points an alias of a model to one of its versions, wherever it pointed before. The history keeps the move.',
  })
  async setAlias(
    @Arg('input', () => SetAliasInput, { description: 'The alias and the version.' }) input: SetAliasInput,
    @Ctx() context: GraphqlContext,
  ): Promise<SetAliasPayload> {
    return make(SetAliasPayload, await setAlias(this.database, this.graph, context, input));
  }

  @Mutation(() => RemoveAliasPayload, {
    description: 'Removes an alias of a model. The history keeps it. NOT_FOUND if the model never had it.',
  })
  async removeAlias(
    @Arg('input', () => RemoveAliasInput, { description: 'The alias.' }) input: RemoveAliasInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RemoveAliasPayload> {
    return make(RemoveAliasPayload, await removeAlias(this.database, this.graph, context, input));
  }
}
