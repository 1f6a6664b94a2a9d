import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { ListArguments } from '../../graph/nodes/lists/list-arguments.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { NAME, REF, refOf } from '../../graph/references/ref-argument.js';
import { QUICK } from '../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { Experiment } from '../record/experiment.entity.js';
import type { Run } from '../record/run.entity.js';
import { EXPERIMENT, RUN } from '../record/run-kinds.js';
import type { CountedPage } from '../search/count-runs.js';
import type { RunReads } from '../search/run-reads.js';
import { RunConnection } from './run-connection.js';

const ExperimentConnection = connectionOf('Experiment', () => Experiment);

@Resolver(() => Experiment)
export class ExperimentResolver {
  constructor(
    private readonly graph: Graph,
    private readonly runReads: RunReads,
  ) {}

  @Extensions(QUICK)
  @Query(() => Experiment, { nullable: true, description: 'An experiment; null when there is none.' })
  experiment(
    @Arg('ref', () => Ref, REF) ref: string | null,
    @Arg('name', () => String, NAME) name: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Experiment | null> {
    context.demand('graph:read');
    return this.graph.reads.find(context, Experiment, EXPERIMENT, refOf('experiment', ref, name));
  }

  @Extensions(QUICK)
  @Query(() => ExperimentConnection, { description: 'The experiments of the project.' })
  experiments(
    @Args(() => ListArguments) list: ListArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Experiment>> {
    return this.graph.reads.lists.page(context, EXPERIMENT, list);
  }

  @FieldResolver(() => RunConnection, { description: 'Its runs, newest first. To filter or order them, use `runs`.' })
  async runs(
    @Root() { node }: Experiment,
    @Args(() => PageArguments) list: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedPage> {
    const page = await this.graph.reads.children<Run>(context, node.id, RUN, list);
    return { ...page, counts: this.runReads.counter(context, 'experimentId', node.id) };
  }
}
