import { Field, ID, InputType } from 'type-graphql';
import { TagInput } from '../../graph/nodes/tag.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { RunStatus } from '../record/run-status.js';
import { RunType } from '../record/run-type.js';
import { MetricCondition, ParameterCondition } from './run-conditions.input.js';

@InputType({
  description:
    'Which runs to list. What is given must all hold; `and`, `or` and `not` hold filters again, at most 50 of them, 8 deep, with at most 100 conditions on metrics and parameters in all.',
})
export class RunFilter {
  @Field(() => [RunFilter], { nullable: true, description: 'All of these hold.' }) and?: RunFilter[] | null;
  @Field(() => [RunFilter], { nullable: true, description: 'One of these holds; of none, none does.' })
  or?: RunFilter[] | null;

  @Field(() => RunFilter, { nullable: true, description: 'This does not hold.' }) not?: RunFilter | null;
  @Field(() => [ID], { nullable: true, description: 'One of these runs, at most 1,000.' }) ids?: string[] | null;
  @Field(() => Ref, { nullable: true, description: 'The experiment that they belong to.' }) experiment?: string | null;
  @Field(() => Ref, { nullable: true, description: 'The run that they are a part of, by its id.' }) parent?:
    | string
    | null;
  @Field(() => [RunType], { nullable: true, description: 'One of these types.' }) types?: RunType[] | null;
  @Field(() => [RunStatus], { nullable: true, description: 'One of these statuses.' }) statuses?: RunStatus[] | null;
  @Field(() => [MetricCondition], { nullable: true, description: 'Conditions on values of metrics, at most 10.' })
  metrics?: MetricCondition[] | null;

  @Field(() => [ParameterCondition], { nullable: true, description: 'Conditions on parameters, at most 10.' })
  parameters?: ParameterCondition[] | null;

  @Field(() => [String], { nullable: true, description: 'Metrics that they have, at most 10.' })
  hasMetrics?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Parameters that they have, at most 10.' })
  hasParameters?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Keys of tags that they have, at most 10.' })
  hasTags?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Part of the name.' }) nameContains?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags that they must have.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Their owner, exactly.' }) owner?: string | null;
  @Field(() => String, { nullable: true, description: 'Who started them, exactly.' }) createdBy?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Registered at or after this.' }) createdFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Registered before this.' }) createdBefore?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Begun at or after this.' }) startedFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Begun before this.' }) startedBefore?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Ended at or after this.' }) endedFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Ended before this.' }) endedBefore?: string | null;
  @Field(() => Float, { nullable: true, description: 'They took so many seconds or more; only what has ended fits.' })
  durationFrom?: number | null;

  @Field(() => Float, { nullable: true, description: 'They took fewer seconds; only what has ended fits.' })
  durationBelow?: number | null;

  @Field(() => [Ref], { nullable: true, description: 'They read one of these, at most 100.' }) inputs?: string[] | null;
  @Field(() => [Ref], { nullable: true, description: 'They made one of these, at most 100.' }) outputs?:
    | string[]
    | null;
  @Field(() => String, { nullable: true, description: 'The commit of their code, or what it begins with.' }) commit?:
    | string
    | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Deleted ones too; false if left out. Not within and, or, not.',
  })
  includeDeleted?: boolean | null;
}
