import { Field, ObjectType } from 'type-graphql';
import { Experiment } from '../record/experiment.entity.js';
import { Run } from '../record/run.entity.js';

@ObjectType({ description: 'What startRun answers.' })
export class StartRunPayload {
  @Field(() => Run, { description: 'The run.' }) run!: Run;
  @Field(() => Boolean, { description: 'False when the key belongs to a run already; that one is given.' })
  created!: boolean;
}

@ObjectType({ description: 'What mutations of a run answer.' })
export class RunPayload {
  @Field(() => Run, { description: 'The run as it is now.' }) run!: Run;
}

@ObjectType({ description: 'What restoreExperiment answers.' })
export class ExperimentPayload {
  @Field(() => Experiment, { description: 'The experiment as it is now.' }) experiment!: Experiment;
}
