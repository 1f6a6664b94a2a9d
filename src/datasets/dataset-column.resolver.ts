import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../graph/graph.js';
import type { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { Ref } from '../graph/references/ref.scalar.js';
import { type ColumnOfVersion, columnFinder, columnRef, parseColumnRef } from './column-reference.js';
import { DatasetColumn } from './dataset-column.js';
import { DATASET_VERSION } from './dataset-kinds.js';
import { DatasetVersion } from './dataset-version.entity.js';

@Resolver(() => DatasetColumn)
export class DatasetColumnResolver {
  constructor(private readonly graph: Graph) {}

  @Query(() => DatasetColumn, {
    nullable: true,
    description: 'A column of a dataset version; null when there is none.',
  })
  async datasetColumn(
    @Arg('ref', () => Ref, { description: '`flights@3:delay`, or `flights:delay` for that of the newest version.' })
    ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<ColumnOfVersion | null> {
    context.demand('graph:read');
    const { dataset, column } = parseColumnRef(ref);
    const version = await this.graph.reads.find(context, DatasetVersion, DATASET_VERSION, dataset);
    const found = version === null ? undefined : columnFinder(version)(column);
    return version === null || found === undefined ? null : { ...found, version };
  }

  @FieldResolver(() => Ref, { description: 'What people write to refer to it: `flights@3:delay`.' })
  ref(@Root() { version, name }: ColumnOfVersion): string {
    return columnRef(version, name);
  }

  @FieldResolver(() => DatasetVersion, { description: 'The dataset version that it is a column of.' })
  datasetVersion(@Root() { version }: ColumnOfVersion): DatasetVersion {
    return version;
  }
}
