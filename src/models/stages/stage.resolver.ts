import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { Model } from '../model.entity.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { defineStages } from './define-stages.js';
import { selectInStage, selectStagesOf } from './model-stage.sql.js';
import { setStage, stageNamed } from './set-stage.js';
import { DefineStagesInput, SetStageInput, Stage } from './stage.js';
import { selectStages } from './stage-list.sql.js';

const AS_OF = { nullable: true, description: 'When; now if left out.' } as const;
/** A model has as many versions in one stage as people look at. */
const MOST_LISTED = 1_000;

@ObjectType({ description: 'What defineStages answers.' })
class DefineStagesPayload {
  @Field(() => [Stage], { description: 'The stages, in their order.' }) stages!: readonly Stage[];
  @Field(() => Boolean, { description: 'False when they were these already.' }) changed!: boolean;
}

@ObjectType({ description: 'What setStage answers.' })
class SetStagePayload {
  @Field(() => Model, { description: 'The model.' }) model!: Model;
  @Field(() => ModelVersion, { description: 'The version.' }) modelVersion!: ModelVersion;
  @Field(() => String, { description: 'The stage that it was in.' }) previous!: string;
  @Field(() => [ModelVersion], { description: 'The versions that went to the last stage for it, newest first.' })
  archived!: readonly ModelVersion[];

  @Field(() => Boolean, { description: 'False when nothing had to move.' }) changed!: boolean;
}

@Resolver(() => ModelVersion)
export class StageResolver {
  constructor(private readonly room: OnGraph) {}

  @Query(() => [Stage], {
    description:
      'The stages that model versions of the project can be in, in their order: a new one is in the first, what a promotion replaces goes to the last.',
  })
  async stages(
    @Arg('asOf', () => DateTime, AS_OF) asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<readonly Stage[]> {
    context.demand('graph:read');
    return selectStages(this.room.database, context.project, asOf ?? null);
  }

  @FieldResolver(() => String, { description: 'The stage that it is in, now or at a time.' })
  async stage(
    @Root() version: ModelVersion,
    @Arg('asOf', () => DateTime, AS_OF) asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<string> {
    const { database } = this.room;
    const time = asOf ?? null;
    const load: BatchLoad<string, string | null> = async (ids) => {
      const found = new Map((await selectStagesOf(database, ids, time)).map((row) => [row.modelVersionId, row.stage]));
      return ids.map((id) => found.get(id) ?? null);
    };
    const first: BatchLoad<string, string> = (projects) =>
      Promise.all(projects.map(async (project) => (await selectStages(database, project, time))[0]?.name ?? ''));
    const moved = await context.load(load, version.nodeId, `stage as of ${time}`);
    return moved ?? context.load(first, version.node.project, `first stage as of ${time}`);
  }

  @Mutation(() => DefineStagesPayload, {
    description:
      'Says which stages model versions of the project can be in, in their order. Without it they are None, Staging, Production and Archived.',
  })
  async defineStages(
    @Arg('input', () => DefineStagesInput, { description: 'The stages.' }) input: DefineStagesInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DefineStagesPayload> {
    return make(DefineStagesPayload, await defineStages(this.room, context, input));
  }

  @Mutation(() => SetStagePayload, {
    description: 'Moves a version of a model to a stage. The history keeps the move.',
  })
  async setStage(
    @Arg('input', () => SetStageInput, { description: 'The version and the stage.' }) input: SetStageInput,
    @Ctx() context: GraphqlContext,
  ): Promise<SetStagePayload> {
    return make(SetStagePayload, await setStage(this.room, context, input));
  }
}

@Resolver(() => Model)
export class ModelStageResolver {
  constructor(private readonly room: OnGraph) {}

  @FieldResolver(() => [ModelVersion], {
    description: 'Its versions that are in a stage now, newest first, at most 1,000.',
  })
  async inStage(
    @Root() model: Model,
    @Arg('name', () => String, { description: 'One of the stages of the project.' }) name: string,
    @Ctx() context: GraphqlContext,
  ): Promise<ModelVersion[]> {
    const { database } = this.room;
    const stages = await selectStages(database, model.node.project);
    const stage = stageNamed(stages, name);
    const asked = { stage, isFirst: stage === stages[0]?.name, limit: MOST_LISTED };
    const ids = await selectInStage(database, model.node.id, asked);
    return Promise.all(ids.map((id) => context.node(ModelVersion, id)));
  }
}
