import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Feature, hasDefault } from './feature.js';

/** What a feature's stored definition does not say in a field of its own. */
@Resolver(() => Feature)
export class FeatureResolver {
  @FieldResolver(() => Boolean, {
    description: 'Whether a row may leave it out; tells a default of null from no default.',
  })
  hasDefault(@Root() feature: Feature): boolean {
    return hasDefault(feature);
  }
}
