import { Arg, Ctx, Extensions, Field, FieldResolver, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { Direct } from '../../platform/graphql/direct.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { make } from '../../platform/make.js';
import { Run } from '../../runs/record/run.entity.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';
import { WriteFeaturesInput } from './write-features.input.js';
import { writeFeatures } from './write-features.js';
import type { WriteTargets } from './write-target.js';

@ObjectType({
  description: 'Values of one feature that it does not allow, and that were written; or rows that were left out.',
})
class AcceptedViolations {
  @Field(() => String, { description: 'The feature; `event_time` for rows that were left out.' }) feature!: string;
  @Field(() => Int, { description: 'How many values, or rows.' }) count!: number;
}

@ObjectType({ description: 'A row that was left out.' })
class LeftOutFeatureRow {
  @Field(() => Int, { description: 'Its place in the list that was given, from 0.' }) row!: number;
  @Field(() => String, { description: 'The column that is wrong.' }) column!: string;
  @Field(() => String, { description: 'What is wrong, and what would be right.' }) message!: string;
}

@ObjectType({
  description: 'What writeFeatures answers. written + unchanged + rejected = rows given.',
})
class WriteFeaturesPayload {
  featureSetVersionId!: string;
  @Field(() => Int, { description: 'Rows that entered the history.' }) written!: number;
  @Field(() => Int, {
    description:
      'Of the written rows, the history rows: kept for reads as of their time, while a newer event of their key is the one served online. When a whole history is written for the first time, these are all but the newest row of each key; none of them came too late.',
  })
  late!: number;
  @Field(() => Int, { description: 'Rows that stood there already; writing a row twice changes nothing.' })
  unchanged!: number;
  @Field(() => Int, {
    description: 'Rows that lie too far ahead and were left out (onFutureEvent: COUNT); written nowhere.',
  })
  rejected!: number;
  @Field(() => [LeftOutFeatureRow], { description: 'The first 100 of the rows that were left out.' })
  badRows!: LeftOutFeatureRow[];
  @Field(() => [AcceptedViolations], {
    description:
      'Values that were written though their feature does not allow them (onViolation: COUNT); under event_time, rows left out.',
  })
  violations!: AcceptedViolations[];
  @Field(() => Run, { nullable: true, description: 'The run named in the input.' }) run!: Run | null;
}

@Resolver(() => WriteFeaturesPayload)
export class WriteFeaturesResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly targets: WriteTargets,
  ) {}

  @Direct()
  @Extensions(QUICK)
  @Mutation(() => WriteFeaturesPayload, {
    description:
      'Writes feature rows into history and online storage: all but those that the set leaves out, or none. An older event never replaces a newer one online. BAD_USER_INPUT names row, column, expected and found.',
  })
  async writeFeatures(
    @Arg('input', () => WriteFeaturesInput, { description: 'The rows.' }) input: WriteFeaturesInput,
    @Ctx() context: GraphqlContext,
  ): Promise<WriteFeaturesPayload> {
    const { runId, violations, ...counts } = await writeFeatures(
      this.database,
      this.graph,
      this.targets,
      context,
      input,
    );
    const run = runId === undefined ? null : await context.node(Run, runId);
    return make(WriteFeaturesPayload, {
      ...counts,
      run,
      violations: [...violations].map(([feature, count]) => ({ feature, count })),
    });
  }

  @FieldResolver(() => FeatureSetVersion, {
    description: 'The version that the rows went into; the current one where the reference named none.',
  })
  featureSetVersion(@Root() payload: WriteFeaturesPayload, @Ctx() context: GraphqlContext): Promise<FeatureSetVersion> {
    return context.node(FeatureSetVersion, payload.featureSetVersionId);
  }
}
