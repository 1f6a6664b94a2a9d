import { Arg, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { GraphNode, tagsOf } from '../../graph/nodes/graph-node.js';
import { Tag } from '../../graph/nodes/tag.js';
import type { Database } from '../../platform/database/database.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { type StoredMetadata, selectMetadataAsOf } from '../feed/metadata-as-of.sql.js';
import { sealForReading } from '../seal/seal-changes.js';

@ObjectType({ description: 'What people say about a node.' })
class NodeMetadata {
  @Field(() => String, { nullable: true, description: 'What it is for.' }) description!: string | null;
  @Field(() => [Tag], { description: 'Its tags, by key.' }) tags!: Tag[];
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner!: string | null;
}

@Resolver(() => GraphNode)
export class MetadataResolver {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => NodeMetadata, {
    nullable: true,
    description:
      'Description, tags and owner as they were at a time; null: it was not registered yet. Of a time before there was a log, what was first written down.',
  })
  async metadata(
    @Root() { node }: GraphNode,
    @Arg('asOf', () => DateTime, { description: 'When.' }) asOf: string,
    @Ctx() context: GraphqlContext,
  ): Promise<NodeMetadata | null> {
    if (node.createdAt > new Date(asOf)) return null;
    const find = async (ids: readonly string[]) => {
      await sealForReading(this.database);
      const found = new Map((await selectMetadataAsOf(this.database, ids, asOf)).map((row) => [row.nodeId, row]));
      return ids.map((id) => found.get(id));
    };
    const said: StoredMetadata | undefined = await context.load(find, node.id, `metadata ${asOf}`);
    if (said === undefined) throw new Error(`nothing is known of node ${node.id}`);
    const { description, tags, owner } = said;
    return make(NodeMetadata, { description, owner, tags: tagsOf(tags ?? {}) });
  }
}
