import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';
import { SignatureFeature } from './signature-feature.js';

@Resolver(() => SignatureFeature)
export class SignatureFeatureResolver {
  @FieldResolver(() => FeatureSetVersion, { description: 'The feature set version that it is a column of.' })
  featureSetVersion(@Root() feature: SignatureFeature, @Ctx() context: GraphqlContext): Promise<FeatureSetVersion> {
    return context.node(FeatureSetVersion, feature.featureSetVersionId);
  }
}
