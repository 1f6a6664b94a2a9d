import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import type { ColumnOfVersion } from './column-reference.js';
import { Dataset } from './dataset.entity.js';
import { DatasetColumn } from './dataset-column.js';
import { DatasetVersion } from './dataset-version.entity.js';

@Resolver(() => DatasetVersion)
export class DatasetVersionResolver {
  @FieldResolver(() => Dataset, { description: 'The dataset that it is a version of.' })
  dataset(@Root() version: DatasetVersion, @Ctx() context: GraphqlContext): Promise<Dataset> {
    return context.parent(Dataset, version);
  }

  @FieldResolver(() => [DatasetColumn], { description: 'Its columns, in order.' })
  columns(@Root() version: DatasetVersion): ColumnOfVersion[] {
    return version.columns.map((column) => ({ ...column, version }));
  }
}
