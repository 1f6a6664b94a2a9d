import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { Dataset } from './dataset.entity.js';
import { DatasetVersion } from './dataset-version.entity.js';

@Resolver(() => DatasetVersion)
export class DatasetVersionResolver {
  @FieldResolver(() => Dataset, { description: 'The dataset that it is a version of.' })
  dataset(@Root() version: DatasetVersion, @Ctx() context: GraphqlContext): Promise<Dataset> {
    return context.parent(Dataset, version);
  }
}
