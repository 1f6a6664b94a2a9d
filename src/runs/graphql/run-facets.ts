import { Field, Int, ObjectType } from 'type-graphql';
import { RunStatus } from '../record/run-status.js';
import { RunType } from '../record/run-type.js';

@ObjectType({ description: 'How many of the runs that fit have a status.' })
export class RunStatusCount {
  @Field(() => RunStatus, { description: 'The status.' }) status!: RunStatus;
  @Field(() => Int, { description: 'So many runs have it.' }) count!: number;
}

@ObjectType({ description: 'How many of the runs that fit have a type.' })
export class RunTypeCount {
  @Field(() => RunType, { description: 'The type.' }) type!: RunType;
  @Field(() => Int, { description: 'So many runs have it.' }) count!: number;
}

@ObjectType({ description: 'How many of the runs that fit belong to an experiment.' })
export class RunExperimentCount {
  @Field(() => String, { description: 'Its name.' }) experiment!: string;
  @Field(() => Int, { description: 'So many runs belong to it.' }) count!: number;
}

@ObjectType({ description: 'How many of the runs that fit somebody started.' })
export class RunCreatorCount {
  @Field(() => String, { description: 'Who.' }) createdBy!: string;
  @Field(() => Int, { description: 'So many runs.' }) count!: number;
}

@ObjectType({ description: 'How many of the runs that fit have a tag.' })
export class RunTagCount {
  @Field(() => String, { description: 'Its key.' }) key!: string;
  @Field(() => String, { description: 'Its value.' }) value!: string;
  @Field(() => Int, { description: 'So many runs have it.' }) count!: number;
}

@ObjectType({
  description:
    'What the runs that fit have in common, counted over all pages: of each kind the values that most runs have, at most 100, the most common first. Only what is asked for is counted.',
})
export class RunFacets {
  @Field(() => [RunStatusCount], { description: 'By status.' }) statuses!: readonly RunStatusCount[];
  @Field(() => [RunTypeCount], { description: 'By type.' }) types!: readonly RunTypeCount[];
  @Field(() => [RunExperimentCount], { description: 'By experiment.' }) experiments!: readonly RunExperimentCount[];
  @Field(() => [RunCreatorCount], { description: 'By who started them.' }) createdBy!: readonly RunCreatorCount[];
  @Field(() => [RunTagCount], { description: 'By tag.' }) tags!: readonly RunTagCount[];
}
