import { Field, InputType, Int } from 'type-graphql';
import { Ref } from '../../graph/references/ref.scalar.js';
import { LOST_AFTER } from './run.input.js';

@InputType({ description: 'A run that is alive.' })
export class HeartbeatRunInput {
  @Field(() => Ref, { description: 'The run, by its id.' }) run!: string;
}

@InputType({ description: 'A run that is to go on.' })
export class ResumeRunInput {
  @Field(() => Ref, { description: 'The run, by its id.' }) run!: string;
}

@InputType({ description: 'What to say otherwise of a run; what is left out stays.' })
export class UpdateRunInput {
  @Field(() => Ref, { description: 'The run, by its id.' }) run!: string;
  @Field(() => String, { nullable: true, description: 'Its name. Names of runs may repeat.' }) name?: string | null;
  @Field(() => Int, { nullable: true, description: LOST_AFTER }) lostAfterSeconds?: number | null;
}

@InputType({ description: 'A deleted run to bring back.' })
export class RestoreRunInput {
  @Field(() => Ref, { description: 'The run, by its id.' }) run!: string;
}

@InputType({ description: 'A deleted experiment to bring back.' })
export class RestoreExperimentInput {
  @Field(() => Ref, { description: 'The experiment, by its id.' }) experiment!: string;
}
