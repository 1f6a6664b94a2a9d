import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../../graph/graph.js';
import type { GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { ListArguments } from '../../../graph/nodes/lists/list-arguments.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { QUICK } from '../../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../../platform/graphql/lists/page-arguments.js';
import { RunConnection } from '../../../runs/graphql/run-connection.js';
import type { CountedPage } from '../../../runs/search/count-runs.js';
import type { RunReads } from '../../../runs/search/run-reads.js';
import { Job } from '../job.entity.js';
import { JOB } from '../job-kinds.js';

const JobConnection = connectionOf('Job', () => Job);

@Resolver(() => Job)
export class JobResolver {
  constructor(
    private readonly graph: Graph,
    private readonly runReads: RunReads,
  ) {}

  @Extensions(QUICK)
  @Query(() => Job, { nullable: true, description: 'A job; null when there is none.' })
  job(
    @Arg('ref', () => Ref, { description: 'Its name, such as `"airflow/daily.load"` in quotes, or its id.' })
    ref: string,
    @Ctx() context: GraphqlContext,
  ): Promise<Job | null> {
    return this.graph.reads.find(context, Job, JOB, ref);
  }

  @Extensions(QUICK)
  @Query(() => JobConnection, { description: 'The jobs of the project.' })
  jobs(@Args(() => ListArguments) list: ListArguments, @Ctx() context: GraphqlContext): Promise<Page<Job>> {
    return this.graph.reads.lists.page(context, JOB, list);
  }

  @FieldResolver(() => RunConnection, { description: 'Its executions, newest first.' })
  runs(
    @Root() job: Job,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedPage> {
    return this.runReads.children(context, job, page);
  }
}
