import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { DatasetVersion } from '../../../datasets/dataset-version.entity.js';
import type { Graph } from '../../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import type { Database } from '../../../platform/database/database.js';
import { make } from '../../../platform/make.js';
import { FeatureSet } from '../feature-set.entity.js';
import { FeatureSetVersion } from '../versions/feature-set-version.entity.js';
import { markSensitive } from './mark-sensitive.js';
import { selectSensitiveAmong } from './sensitive.sql.js';

@InputType({ description: 'Whether values are sensitive.' })
class MarkSensitiveInput {
  @Field(() => Ref, { description: 'The feature set.' }) featureSet!: string;
  @Field(() => Boolean, { description: 'True to mark it, false to take the mark away.' }) sensitive!: boolean;
}

@ObjectType({ description: 'What markSensitive answers.' })
class MarkSensitivePayload {
  @Field(() => FeatureSet, { description: 'The feature set.' }) featureSet!: FeatureSet;
  @Field(() => Boolean, { description: 'False when it was so already.' }) changed!: boolean;
}

const DESCRIPTION =
  'Whether its values are sensitive: marked, or made of something that is. They take the right `feature:read-sensitive`.';

/** Batch: whether each node holds sensitive values. */
function sensitiveBatch(database: Database): BatchLoad<string, boolean> {
  return async (ids) => {
    const found = await selectSensitiveAmong(database, ids);
    return ids.map((id) => found.has(id));
  };
}

@Resolver(() => FeatureSet)
export class SensitiveFeatureSetResolver {
  private readonly batch: BatchLoad<string, boolean>;

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {
    this.batch = sensitiveBatch(database);
  }

  @FieldResolver(() => Boolean, { description: DESCRIPTION })
  sensitive(@Root() set: FeatureSet, @Ctx() context: GraphqlContext): Promise<boolean> {
    return context.load(this.batch, set.node.id);
  }

  @Mutation(() => MarkSensitivePayload, {
    description:
      'Marks the values of a feature set as sensitive, or takes that back. It holds for all of its versions at once, and for training sets and feature set versions that are made of it.',
  })
  async markSensitive(
    @Arg('input', () => MarkSensitiveInput, { description: 'Which feature set.' }) input: MarkSensitiveInput,
    @Ctx() context: GraphqlContext,
  ): Promise<MarkSensitivePayload> {
    const { id, changed } = await markSensitive(this.database, this.graph, context, input);
    return make(MarkSensitivePayload, { featureSet: await context.node(FeatureSet, id), changed });
  }
}

@Resolver(() => FeatureSetVersion)
export class SensitiveFeatureSetVersionResolver {
  private readonly batch: BatchLoad<string, boolean>;

  constructor(database: Database) {
    this.batch = sensitiveBatch(database);
  }

  @FieldResolver(() => Boolean, { description: DESCRIPTION })
  sensitive(@Root() version: FeatureSetVersion, @Ctx() context: GraphqlContext): Promise<boolean> {
    return context.load(this.batch, version.nodeId);
  }
}

@Resolver(() => DatasetVersion)
export class SensitiveDatasetVersionResolver {
  private readonly batch: BatchLoad<string, boolean>;

  constructor(database: Database) {
    this.batch = sensitiveBatch(database);
  }

  @FieldResolver(() => Boolean, { description: DESCRIPTION })
  sensitive(@Root() version: DatasetVersion, @Ctx() context: GraphqlContext): Promise<boolean> {
    return context.load(this.batch, version.nodeId);
  }
}
