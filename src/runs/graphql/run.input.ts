import { Field, InputType, Int } from 'type-graphql';
import { TagInput } from '../../graph/nodes/tag.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { JsonObject } from '../../platform/graphql/scalars/json.scalar.js';
import { ParameterInput } from '../logging/parameter.js';
import { RunLinkInput } from '../logging/run-link.js';
import { CodeReferenceInput } from '../record/code-reference.js';
import { RunStatus } from '../record/run-status.js';
import { RunType } from '../record/run-type.js';
import { RunMetricInput } from '../series/run-metric.js';

/** Of startRun and updateRun. */
export const LOST_AFTER =
  'Seconds without a report after which it becomes LOST; 0: never. Null or left out: what the service says for all runs. Whatever is logged is a report, and so is heartbeatRun.';

@InputType({ description: 'A run to start.' })
export class StartRunInput {
  @Field(() => RunType, { description: 'What it does.' }) type!: RunType;
  @Field(() => String, {
    nullable: true,
    description: 'Name of its experiment, made on first use. Left out: that of the parent run, else `default`.',
  })
  experiment?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its name; made from its type if left out. Names of runs may repeat.',
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A key of your own, 1 to 250 characters, such as the id of a job. Starting again with it gives the run that has it, unchanged. CONFLICT if that run is of another type or experiment.',
  })
  key?: string | null;

  @Field(() => RunStatus, { nullable: true, description: 'RUNNING if left out, or PENDING.' })
  status?: RunStatus | null;
  @Field(() => DateTime, {
    nullable: true,
    description: 'When it began to run; now if left out. Kept in whole milliseconds.',
  })
  startedAt?: string | null;

  @Field(() => Int, { nullable: true, description: LOST_AFTER })
  lostAfterSeconds?: number | null;

  @Field(() => Ref, { nullable: true, description: 'The run that it is a part of.' }) parent?: string | null;
  @Field(() => [ParameterInput], { nullable: true, description: 'Its parameters.' }) parameters?:
    | ParameterInput[]
    | null;
  @Field(() => [RunLinkInput], { nullable: true, description: 'What it reads.' }) inputs?: RunLinkInput[] | null;
  @Field(() => CodeReferenceInput, { nullable: true, description: 'Where its code is.' })
  code?: CodeReferenceInput | null;
  @Field(() => JsonObject, {
    nullable: true,
    description: 'What it runs in: Python version, packages, hardware, …',
  })
  environment?: object | null;

  @Field(() => String, { nullable: true, description: 'What it is for, in words.' }) description?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Its tags.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
}

@InputType({ description: 'What to add to a run: all of it, or nothing.' })
export class LogRunInput {
  @Field(() => Ref, { description: 'The run, by its id.' }) run!: string;
  @Field(() => RunStatus, { nullable: true, description: 'RUNNING, to move a PENDING run on. finishRun ends it.' })
  status?: RunStatus | null;
  @Field(() => [ParameterInput], { nullable: true, description: 'Parameters; each is written once.' }) parameters?:
    | ParameterInput[]
    | null;
  @Field(() => [RunMetricInput], { nullable: true, description: 'Points of metrics; all are kept.' }) metrics?:
    | RunMetricInput[]
    | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags to add; one of the same key is replaced.' }) tags?:
    | TagInput[]
    | null;
  @Field(() => [String], { nullable: true, description: 'Keys of tags to take away, before `tags` are added.' })
  removeTags?: string[] | null;

  @Field(() => [RunLinkInput], { nullable: true, description: 'What it reads.' }) inputs?: RunLinkInput[] | null;
  @Field(() => [RunLinkInput], { nullable: true, description: 'What it makes.' }) outputs?: RunLinkInput[] | null;
  @Field(() => CodeReferenceInput, { nullable: true, description: 'Where its code is; written once.' })
  code?: CodeReferenceInput | null;
  @Field(() => JsonObject, { nullable: true, description: 'What it runs in; written once.' }) environment?:
    | object
    | null;
}

@InputType({ description: 'How a run ended.' })
export class FinishRunInput {
  @Field(() => Ref, { description: 'The run, by its id.' }) run!: string;
  @Field(() => RunStatus, {
    description: 'SUCCEEDED, FAILED or CANCELLED. The status that it ended with already changes nothing.',
  })
  status!: RunStatus;

  @Field(() => String, {
    nullable: true,
    description: 'Why it ended so, such as the error; at most 10,000 characters.',
  })
  message?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'When it ended; now if left out. Kept in whole milliseconds.' })
  endedAt?: string | null;
}
