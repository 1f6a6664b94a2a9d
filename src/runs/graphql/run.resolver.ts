import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Extensions, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { Direct } from '../../platform/graphql/direct.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { selectedItems } from '../../platform/graphql/lists/selected-items.js';
import { make } from '../../platform/make.js';
import { Turns } from '../../platform/turns/turns.js';
import { RunFilter } from '../filters/run-filter.input.js';
import { finishRun } from '../finish-run.js';
import { logRun } from '../log-run.js';
import { Run } from '../record/run.entity.js';
import { columnsOf } from '../run-shapes.js';
import { RunOrder } from '../search/run-order.input.js';
import type { RunReads } from '../search/run-reads.js';
import { startRun } from '../start-run.js';
import { FinishRunInput, LogRunInput, StartRunInput } from './run.input.js';
import { RunPayload, StartRunPayload } from './run.payloads.js';
import { RunConnection } from './run-connection.js';
import { RunPage } from './run-page.js';

@Resolver()
export class RunResolver {
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly reads: RunReads,
  ) {}

  @Extensions(QUICK)
  @Query(() => Run, { nullable: true, description: 'A run by its id, a deleted one too; null when there is none.' })
  run(
    @Arg('id', () => ID, { description: 'Its id, `run_…`.' }) id: string,
    @Ctx() context: GraphqlContext,
  ): Promise<Run | null> {
    return this.reads.find(context, id);
  }

  @Extensions(QUICK)
  @Query(() => RunConnection, {
    description: 'The runs of the project that fit, newest first unless orderBy says otherwise.',
  })
  async runs(
    @Arg('filter', () => RunFilter, { nullable: true, description: 'Which ones.' }) filter: RunFilter | null,
    @Arg('orderBy', () => [RunOrder], {
      nullable: true,
      description:
        'Keys, the first decides first; at most 5. Runs equal in all follow by registration, in the direction of the last key.',
    })
    orderBy: RunOrder[] | null,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RunPage> {
    const columns = columnsOf(selectedItems(info));
    return new RunPage(await this.reads.search(context, { filter, orderBy, columns, ...asked }), this.turns);
  }

  @Extensions(QUICK)
  @Mutation(() => StartRunPayload, {
    description:
      'Starts a run and makes its experiment on first use. With a key that a run has already: that run, unchanged, and created: false.',
  })
  async startRun(
    @Arg('input', () => StartRunInput, { description: 'The run.' }) input: StartRunInput,
    @Ctx() context: GraphqlContext,
  ): Promise<StartRunPayload> {
    return make(StartRunPayload, await startRun(this.database, this.graph, context, input));
  }

  @Direct()
  @Extensions(QUICK)
  @Mutation(() => RunPayload, {
    description:
      'Adds parameters, metrics, tags, inputs and outputs to a run: all of them, or none. What the run has already changes nothing, so the call can be sent again. CONFLICT for another value of a parameter; FAILED_PRECONDITION for anything new once the run has ended.',
  })
  async logRun(
    @Arg('input', () => LogRunInput, { description: 'The run, and what to add.' }) input: LogRunInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RunPayload> {
    return make(RunPayload, { run: await logRun(this.database, this.graph, context, input) });
  }

  @Extensions(QUICK)
  @Mutation(() => RunPayload, {
    description:
      'Ends a run: RUNNING becomes SUCCEEDED, FAILED or CANCELLED; PENDING becomes FAILED or CANCELLED. FAILED_PRECONDITION for any other move; the status that it ended with already changes nothing.',
  })
  async finishRun(
    @Arg('input', () => FinishRunInput, { description: 'The run, and how it ended.' }) input: FinishRunInput,
    @Ctx() context: GraphqlContext,
  ): Promise<RunPayload> {
    return make(RunPayload, { run: await finishRun(this.database, this.graph, context, input) });
  }
}
