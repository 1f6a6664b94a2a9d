import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { OnGraph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { MetricSeries } from '../series/metric-series.js';
import { readSeries } from '../series/read-series.js';
import { SeriesAxis } from '../series/series-axis.js';
import { SeriesRange } from '../series/series-range.js';

const POINTS = 500;

@Resolver()
export class MetricSeriesResolver {
  constructor(private readonly room: OnGraph) {}

  @Query(() => [MetricSeries], {
    complexity: ({ args, childComplexity }) =>
      1 + (Array.isArray(args.runs) ? args.runs.length : 1) * (100 + childComplexity),
    description:
      'One metric of some runs, few enough points for a picture, a series for each run in their order. NOT_FOUND for an unknown run; one that lacks the metric has an empty series.',
  })
  metricSeries(
    @Arg('runs', () => [ID], { description: 'Ids of the runs, at most 100.' }) runs: string[],
    @Arg('metric', () => String, { description: 'Name of the metric.' }) metric: string,
    @Arg('points', () => Int, {
      nullable: true,
      defaultValue: POINTS,
      description:
        'Most points of each run, 4 to 10,000; 200,000 of all runs together. A shorter series is told whole.',
    })
    points: number | null,
    @Arg('x', () => SeriesAxis, {
      nullable: true,
      defaultValue: SeriesAxis.STEP,
      description: 'Along what it is drawn.',
    })
    x: SeriesAxis | null,
    @Arg('range', () => SeriesRange, {
      nullable: true,
      description:
        'Only what lies within this part of the axis, in as many points again: what somebody has zoomed to. Left out: all.',
    })
    range: SeriesRange | null | undefined,
    @Ctx() context: GraphqlContext,
  ): Promise<MetricSeries[]> {
    const question = {
      runs,
      metric,
      points: points ?? POINTS,
      axis: x ?? SeriesAxis.STEP,
      range: range ?? undefined,
    };
    return readSeries(this.room, context, question);
  }
}
