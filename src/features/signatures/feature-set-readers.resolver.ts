import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import type { Database } from '../../platform/database/database.js';
import { type PageRequest, pageRequest } from '../../platform/database/keyset.js';
import { connectionOf, type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import { FeatureSet } from '../definitions/feature-set.entity.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';
import { type ReaderRow, selectFeatureSetReaders } from './feature-set-readers.sql.js';

@ObjectType({ description: 'Something whose signature pins versions of a feature set.' })
class FeatureSetReader {
  @Field(() => GraphNode, { description: 'A model version, or a version of a feature service.' }) reader!: GraphNode;
  @Field(() => [FeatureSetVersion], { description: 'Which versions of the set it reads, oldest first.' })
  versions!: readonly FeatureSetVersion[];
}

const FeatureSetReaderConnection = connectionOf('FeatureSetReader', () => FeatureSetReader);

/** Who reads a feature set. */
@Resolver(() => FeatureSet)
export class FeatureSetReadersResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => FeatureSetReaderConnection, {
    description:
      'What reads any version of it: the model versions and versions of feature services whose signature pins one, newest first, none that is deleted, and none that the caller may not see.',
  })
  async readers(
    @Root() set: FeatureSet,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<FeatureSetReader>> {
    const page = pageRequest(asked);
    const rows = await context.load(this.readersOf(page, context), set.node.id, `readers ${JSON.stringify(page)}`);
    const shown = await Promise.all(rows.slice(0, page.first).map((row) => readerOf(context, row)));
    const byId = new Map(shown.map((each, index) => [rows[index]?.id, each]));
    return pageOf(
      rows,
      page,
      ({ id }) => [id],
      ({ id }) => byId.get(id) as FeatureSetReader,
    );
  }

  private readersOf(page: PageRequest, { seen }: GraphqlContext): BatchLoad<string, ReaderRow[]> {
    return async (ids) => {
      const rows = await selectFeatureSetReaders(this.database, ids, page, seen);
      const readers = groupBy(rows, ({ featureSetId }) => featureSetId);
      return ids.map((id) => readers.get(id) ?? []);
    };
  }
}

async function readerOf(context: GraphqlContext, { id, versionIds }: ReaderRow): Promise<FeatureSetReader> {
  const [reader, versions] = await Promise.all([
    context.nodes.load(id),
    Promise.all(versionIds.map((version) => context.node(FeatureSetVersion, version))),
  ]);
  if (reader === null) throw new Error(`the reader ${id} is gone`);
  return make(FeatureSetReader, { reader, versions });
}
