import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import { Binding } from './binding.js';

@Resolver(() => Binding)
export class BindingResolver {
  @FieldResolver(() => ModelVersion, { description: 'What serves.' })
  modelVersion(@Root() binding: Binding, @Ctx() context: GraphqlContext): Promise<ModelVersion> {
    return context.node(ModelVersion, binding.modelVersionId);
  }
}
