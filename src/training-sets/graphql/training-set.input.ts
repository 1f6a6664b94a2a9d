import { Extensions, Field, InputType } from 'type-graphql';
import { KnownAt } from '../../features/lookups/history/known-at.js';
import { SpineRows } from '../../features/lookups/history/spine-rows.scalar.js';
import { TagInput } from '../../graph/nodes/tag.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';

@InputType({ description: 'A training set to make. Give its spine as rows or as a stored dataset version.' })
export class CreateTrainingSetInput {
  @Field(() => String, { description: 'Name of the dataset that it becomes a version of.' }) name!: string;
  @Extensions(atMost(5_000))
  @Field(() => [Ref], {
    nullable: true,
    description:
      'Which features, in the order of the columns: `airport_traffic@2:mean_delay_3h`, `airport_traffic:*~origin`. A role says which columns of the spine have the join keys.',
  })
  features?: string[] | null;
  @Field(() => Ref, {
    nullable: true,
    description: 'Or a feature service, whose newest version is meant unless one is named: `checkout@2`.',
  })
  service?: string | null;
  @Field(() => SpineRows, {
    nullable: true,
    description: 'The rows to join. For many, POST them as a file to /v1/training-sets.',
  })
  spine?: unknown;
  @Field(() => Ref, {
    nullable: true,
    description:
      'A dataset version whose rows are the spine: an earlier training set, or a file that Headwater can read.',
  })
  spineDataset?: string | null;
  @Field(() => KnownAt, { defaultValue: KnownAt.NOW, description: 'What the join may know.' }) knownAt!: KnownAt;
  @Field(() => String, { nullable: true, description: 'What it is for, in words.' }) description?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Its tags.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
}

@InputType({ description: 'Which job to cancel.' })
export class CancelTrainingSetInput {
  @Field(() => String, { description: 'Id of the job.' }) job!: string;
}

@InputType({ description: 'Which training set to make again.' })
export class RebuildTrainingSetInput {
  @Field(() => Ref, { description: 'The training set: `flight_training@3`.' }) trainingSet!: string;
}
