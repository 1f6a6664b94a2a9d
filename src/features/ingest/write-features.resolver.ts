import { Arg, Ctx, Field, FieldResolver, Int, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.module.js';
import type { GraphqlContext } from '../../graph/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { Run } from '../../runs/run.entity.js';
import { FeatureSetVersion } from '../definitions/feature-set-version.entity.js';
import { WriteFeaturesInput } from './write-features.input.js';
import { writeFeatures } from './write-features.js';
import type { WriteTargets } from './write-target.js';

@ObjectType({
  description: 'Values of one feature that it does not allow, and that were written.',
  simpleResolvers: true,
})
class AcceptedViolations {
  @Field(() => String, { description: 'The feature.' }) feature!: string;
  @Field(() => Int, { description: 'How many values.' }) count!: number;
}

@ObjectType({ description: 'What writeFeatures answers. written + unchanged = rows given.', simpleResolvers: true })
class WriteFeaturesPayload {
  featureSetVersionId!: string;
  @Field(() => Int, { description: 'Rows that entered the history.' }) written!: number;
  @Field(() => Int, {
    description: 'Of the written rows, those that entered the history only, because a newer event is online.',
  })
  late!: number;
  @Field(() => Int, { description: 'Rows that stood there already; writing a row twice changes nothing.' })
  unchanged!: number;
  @Field(() => [AcceptedViolations], {
    description: 'Values that were written though their feature does not allow them (onViolation: COUNT).',
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

  @Mutation(() => WriteFeaturesPayload, {
    description:
      'Writes feature rows into history and online storage: all, or none. An older event never replaces a newer one online. BAD_USER_INPUT names row, column, expected and found.',
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
    return Object.assign(new WriteFeaturesPayload(), {
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
