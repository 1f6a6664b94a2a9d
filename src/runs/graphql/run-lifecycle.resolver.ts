import { Arg, Ctx, Extensions, Mutation, Resolver } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { make } from '../../platform/make.js';
import { heartbeatRun } from '../lifecycle/heartbeat-run.js';
import { resumeRun } from '../lifecycle/move-run.js';
import { restoreExperiment, restoreRun } from '../lifecycle/restore.js';
import { updateRun } from '../lifecycle/update-run.js';
import { ExperimentPayload, RunPayload } from './run.payloads.js';
import {
  HeartbeatRunInput,
  RestoreExperimentInput,
  RestoreRunInput,
  ResumeRunInput,
  UpdateRunInput,
} from './run-lifecycle.input.js';

@Resolver()
export class RunLifecycleResolver {
  constructor(private readonly room: OnGraph) {}

  @Extensions(QUICK)
  @Mutation(() => RunPayload, {
    description:
      'Says that a run is alive and has nothing else to report: RUNNING stays so, LOST becomes RUNNING again. One that has ended stays as it is, and its status in the answer says so.',
  })
  async heartbeatRun(
    @Arg('input', () => HeartbeatRunInput, { description: 'The run.' }) input: HeartbeatRunInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RunPayload> {
    return make(RunPayload, { run: await heartbeatRun(this.room, context, input.run) });
  }

  @Extensions(QUICK)
  @Mutation(() => RunPayload, {
    description:
      'Has a run go on that had ended, or is PENDING or LOST: it is RUNNING again, without an end, and takes what is new.',
  })
  async resumeRun(
    @Arg('input', () => ResumeRunInput, { description: 'The run.' }) input: ResumeRunInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RunPayload> {
    return make(RunPayload, { run: await resumeRun(this.room, context, input.run) });
  }

  @Mutation(() => RunPayload, {
    description: 'Gives a run another name, or another time without a report after which it is LOST.',
  })
  async updateRun(
    @Arg('input', () => UpdateRunInput, { description: 'The run, and what to say of it.' }) input: UpdateRunInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RunPayload> {
    return make(RunPayload, { run: await updateRun(this.room, context, input) });
  }

  @Mutation(() => RunPayload, {
    description:
      'Brings back a run that was deleted, with all it had, its files too where they were not cleared away yet; the key it was started with may be of another run since. FAILED_PRECONDITION while its experiment is deleted. One that lives stays as it is.',
  })
  async restoreRun(
    @Arg('input', () => RestoreRunInput, { description: 'The run.' }) input: RestoreRunInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RunPayload> {
    return make(RunPayload, { run: await restoreRun(this.room, context, input.run) });
  }

  @Mutation(() => ExperimentPayload, {
    description:
      'Brings back an experiment that was deleted, and the runs that were deleted with it. ALREADY_EXISTS where another one has its name since. One that lives stays as it is.',
  })
  async restoreExperiment(
    @Arg('input', () => RestoreExperimentInput, { description: 'The experiment.' }) input: RestoreExperimentInput,
    @Ctx() context: GraphqlContext,
  ): Promise<ExperimentPayload> {
    return make(ExperimentPayload, { experiment: await restoreExperiment(this.room, context, input.experiment) });
  }
}
