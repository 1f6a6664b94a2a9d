import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Page } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { Parameter } from '../logging/parameter.js';
import { RunLink } from '../logging/run-link.js';
import { Experiment } from '../record/experiment.entity.js';
import { Run } from '../record/run.entity.js';
import type { CountedPage } from '../search/count-runs.js';
import type { RunReads } from '../search/run-reads.js';
import type { MetricPoint } from '../series/metric-point.js';
import { RunMetric } from '../series/run-metric.js';
import { MetricPointConnection, RunConnection } from './run-connection.js';

@Resolver(() => Run)
export class RunFieldsResolver {
  constructor(private readonly reads: RunReads) {}

  @FieldResolver(() => Experiment, { description: 'The experiment that it belongs to.' })
  experiment(@Root() run: Run, @Ctx() context: GraphqlContext): Promise<Experiment> {
    return context.parent(Experiment, run);
  }

  @FieldResolver(() => Run, { nullable: true, description: 'The run that it is a part of; null at the top.' })
  parent(@Root() run: Run, @Ctx() context: GraphqlContext): Promise<Run | null> {
    return this.reads.parent(context, run);
  }

  @FieldResolver(() => RunConnection, { description: 'The runs that are a part of it, newest first.' })
  children(
    @Root() run: Run,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedPage> {
    return this.reads.children(context, run, page);
  }

  @FieldResolver(() => [Parameter], { description: 'Its parameters, by name.' })
  parameters(@Root() run: Run, @Ctx() context: GraphqlContext): Promise<Parameter[]> {
    return context.load(this.reads.parameters, run.nodeId);
  }

  @FieldResolver(() => [RunMetric], {
    description:
      'Its metrics, by name: of each the last point (greatest step, then time, then value), and the first, least and greatest value.',
  })
  metrics(
    @Root() run: Run,
    @Arg('system', () => Boolean, {
      nullable: true,
      description: 'Whether those of the machine are among them, whose names begin with `system/`. False if left out.',
    })
    system: boolean | null,
    @Arg('names', () => [String], { nullable: true, description: 'Only these. All if left out.' })
    names: string[] | null,
    @Ctx() context: GraphqlContext,
  ): Promise<RunMetric[]> {
    return this.reads.metrics(context, run, { system: system === true || names != null, names });
  }

  @FieldResolver(() => MetricPointConnection, {
    description: 'All points of one metric, by step, then time; empty for a metric that it lacks.',
  })
  metricHistory(
    @Root() run: Run,
    @Arg('name', () => String, { description: 'Name of the metric.' }) name: string,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<MetricPoint>> {
    return this.reads.history(context, run, name, page);
  }

  @FieldResolver(() => [RunLink], { description: 'What it read, in the order in which it was logged.' })
  inputs(@Root() run: Run, @Ctx() context: GraphqlContext): Promise<RunLink[]> {
    return this.reads.links(context, run, EdgeKind.INPUT);
  }

  @FieldResolver(() => [RunLink], { description: 'What it made, in the order in which it was logged.' })
  outputs(@Root() run: Run, @Ctx() context: GraphqlContext): Promise<RunLink[]> {
    return this.reads.links(context, run, EdgeKind.OUTPUT);
  }
}
