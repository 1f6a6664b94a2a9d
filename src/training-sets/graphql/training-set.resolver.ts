import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { type Job, listJobs } from '../../platform/jobs/job.sql.js';
import { JobStatus } from '../../platform/jobs/job-status.js';
import { make } from '../../platform/make.js';
import { rebuildTrainingSet } from '../building/rebuild-training-set.js';
import { createTrainingSet, type OnTrainingSets } from '../create-training-set.js';
import { cancelTrainingJob, findTrainingJob, TRAINING_JOBS } from '../training-jobs.js';
import { selectByDatasetVersions, type TrainingSetRow } from '../training-set.sql.js';
import { describeTrainingSet, trainingSetJob } from './describe-training-set.js';
import { spineOf } from './spine-of.js';
import { CancelTrainingSetInput, CreateTrainingSetInput, RebuildTrainingSetInput } from './training-set.input.js';
import { TrainingSet, TrainingSetJob } from './training-set.type.js';

const TrainingSetJobConnection = connectionOf('TrainingSetJob', () => TrainingSetJob);

@ObjectType({ description: 'What is answered by whatever begins or ends a job.' })
class TrainingSetJobPayload {
  @Field(() => TrainingSetJob, { description: 'The job; ask for it again to see how far it has come.' })
  job!: TrainingSetJob;
}

@Resolver(() => DatasetVersion)
export class TrainingSetResolver {
  constructor(private readonly room: OnTrainingSets) {}

  @Extensions(QUICK)
  @Query(() => TrainingSetJob, { nullable: true, description: 'A training set job; null when there is none.' })
  async trainingSetJob(
    @Arg('id', () => String, { description: 'Its id.' }) id: string,
    @Ctx() context: GraphqlContext,
  ): Promise<TrainingSetJob | null> {
    context.demand('graph:read');
    const job = await findTrainingJob(this.room.database, context, id);
    return job === undefined ? null : trainingSetJob(context, job);
  }

  @Extensions(QUICK)
  @Query(() => TrainingSetJobConnection, { description: 'The training set jobs of the project, newest first.' })
  async trainingSetJobs(
    @Arg('status', () => JobStatus, { nullable: true, description: 'Only those.' }) status: JobStatus | null,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<TrainingSetJob>> {
    context.demand('graph:read');
    const page = pageRequest(asked);
    const jobs = await listJobs(this.room.database, context.project, TRAINING_JOBS, status ?? null, page);
    const described = await Promise.all(jobs.map((job) => trainingSetJob(context, job)));
    return pageOf(
      described,
      page,
      (job) => [job.id],
      (job) => job,
    );
  }

  @FieldResolver(() => TrainingSet, {
    nullable: true,
    description: 'How it was joined, if it is a training set; null for any other dataset version.',
  })
  async trainingSet(@Root() version: DatasetVersion, @Ctx() context: GraphqlContext): Promise<TrainingSet | null> {
    const set = await context.load(this.setsOf, version.nodeId);
    return set === null ? null : describeTrainingSet(context, version, set);
  }

  @Mutation(() => TrainingSetJobPayload, {
    description:
      'Makes a training set by a point-in-time join of a spine with features, as a job. It becomes a dataset version: every spine row in order, with the values that were true at its event_time.',
  })
  async createTrainingSet(
    @Arg('input', () => CreateTrainingSetInput, { description: 'The training set.' }) input: CreateTrainingSetInput,
    @Ctx() context: GraphqlContext,
  ): Promise<TrainingSetJobPayload> {
    context.demand('training-set:create');
    return payload(context, await createTrainingSet(this.room, context, { ...input, spine: spineOf(input) }));
  }

  @Mutation(() => TrainingSetJobPayload, {
    description: 'Cancels a job; nothing of an unfinished training set is left.',
  })
  async cancelTrainingSet(
    @Arg('input', () => CancelTrainingSetInput, { description: 'Which job.' }) input: CancelTrainingSetInput,
    @Ctx() context: GraphqlContext,
  ): Promise<TrainingSetJobPayload> {
    return payload(context, await cancelTrainingJob(this.room, context, input.job));
  }

  @Mutation(() => TrainingSetJobPayload, {
    description:
      'Makes a training set again from its kept spine and pinned recipe, as a job that says whether the digest still holds. Nothing is changed.',
  })
  async rebuildTrainingSet(
    @Arg('input', () => RebuildTrainingSetInput, { description: 'Which one.' }) input: RebuildTrainingSetInput,
    @Ctx() context: GraphqlContext,
  ): Promise<TrainingSetJobPayload> {
    return payload(context, await rebuildTrainingSet(this.room, context, input.trainingSet));
  }

  private readonly setsOf: BatchLoad<string, TrainingSetRow | null> = async (ids) => {
    const sets = await selectByDatasetVersions(this.room.database, ids);
    return ids.map((id) => sets.find(({ datasetVersionId }) => datasetVersionId === id) ?? null);
  };
}

async function payload(context: GraphqlContext, job: Job): Promise<TrainingSetJobPayload> {
  return make(TrainingSetJobPayload, { job: await trainingSetJob(context, job) });
}
