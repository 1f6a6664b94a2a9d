import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { Double } from '../../platform/graphql/scalars/double.scalar.js';
import { make } from '../../platform/make.js';
import { defineMetric } from '../goals/define-metric.js';
import {
  DefineMetricInput,
  DefineMetricPayload,
  MetricDefinition,
  MetricDefinitionConnection,
} from '../goals/metric-definition.js';
import { listMetricDefinitions, selectGoals } from '../goals/metric-definition.sql.js';
import { MetricGoal } from '../goals/metric-goal.js';
import { RunMetric } from '../series/run-metric.js';

/** Which values of metrics are better. */
@Resolver(() => RunMetric)
export class MetricResolver {
  constructor(private readonly room: OnGraph) {}

  @FieldResolver(() => MetricGoal, {
    nullable: true,
    description: 'Which values are better, as the project has defined it; null where it has not.',
  })
  goal(@Root() metric: RunMetric, @Ctx() context: GraphqlContext): Promise<MetricGoal | null> {
    return context.load(this.goals, JSON.stringify([metric.project, metric.name]));
  }

  @FieldResolver(() => Double, {
    nullable: true,
    description: 'The best value so far: `max` or `min`, as the goal says; null without one.',
  })
  async best(@Root() metric: RunMetric, @Ctx() context: GraphqlContext): Promise<number | null> {
    const goal = await this.goal(metric, context);
    return goal === null ? null : goal === MetricGoal.MAX ? metric.max : metric.min;
  }

  @Query(() => MetricDefinitionConnection, {
    description: 'The metrics of the project of which it is defined which values are better, by name.',
  })
  async metricDefinitions(
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<MetricDefinition>> {
    context.demand('graph:read');
    const page = pageRequest(asked);
    const rows = await listMetricDefinitions(this.room.database, context.project, page);
    return pageOf(
      rows,
      page,
      ({ name }) => [name],
      (row) => make(MetricDefinition, row),
    );
  }

  @Mutation(() => DefineMetricPayload, {
    description:
      'Says which values of a metric are better: `best` of all runs of the project follows, those of before too. logRun defines a metric as well, where it says a goal.',
  })
  async defineMetric(
    @Arg('input', () => DefineMetricInput, { description: 'The metric.' }) input: DefineMetricInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DefineMetricPayload> {
    return make(DefineMetricPayload, { metric: await defineMetric(this.room, context, input) });
  }

  private readonly goals: BatchLoad<string, MetricGoal | null> = async (keys) => {
    const metrics = keys.map((key) => {
      const [project = '', name = ''] = JSON.parse(key) as string[];
      return { project, name };
    });
    const rows = await selectGoals(this.room.database, metrics);
    const found = new Map(rows.map(({ project, name, goal }) => [JSON.stringify([project, name]), goal]));
    return keys.map((key) => found.get(key) ?? null);
  };
}
