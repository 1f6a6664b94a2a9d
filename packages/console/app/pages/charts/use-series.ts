import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useAsk } from '../parts/use-question.js';
import type { ChartView } from './chart-controls.js';
import type { Series, SeriesRun } from './series-lines.js';
import type { Shown } from './zoom.js';

const SERIES_QUERY = `query Series($runs: [ID!]!, $metric: String!, $points: Int!, $x: SeriesAxis!, $range: SeriesRange, $weight: Float!, $smooth: Boolean!) {
  metricSeries(runs: $runs, metric: $metric, points: $points, x: $x, range: $range) {
    run { id } x values downsampled
    smoothed(weight: $weight) @include(if: $smooth)
  }
}`;

const MOST_POINTS = 500;
const LEAST_POINTS = 60;
/** Of all lines of a chart together. */
const MOST_DRAWN = 8_000;
/** How much of what is asked for on either side of what is shown, as a share of it: somebody who moves on sees it at once. */
const BESIDE = 0.5;

/** What charts are drawn of. */
export interface SeriesQuestion {
  readonly runs: readonly SeriesRun[];
  readonly view: ChartView;
  /** Milliseconds after which it is asked again: runs go on. */
  readonly every: number | false;
}

interface Answer {
  readonly metricSeries: readonly Series[];
}

/** The course of a metric of the runs, in as many points as one can see; asked anew while a run goes on. Undefined: nothing is known of it yet. */
export function useSeries(question: SeriesQuestion, metric: string): MetricCourse | undefined {
  const ask = useAsk();
  const variables = variablesOf(question, metric);
  const { data } = useQuery({
    queryKey: [SERIES_QUERY, variables],
    queryFn: ({ signal }) => ask<Answer>(SERIES_QUERY, variables, signal),
    refetchInterval: question.every,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    const series = (data?.metricSeries ?? []).filter((each) => each.x.length > 1);
    return series.length === 0 ? undefined : { metric, series };
  }, [data, metric]);
}

export interface MetricCourse {
  readonly metric: string;
  readonly series: readonly Series[];
}

/** What is told of a part of the course. */
export interface Detail {
  readonly range: Shown;
  readonly series: readonly Series[];
}

/** The part of a course that is looked at, told in as many points again; until that is here, what was told of the part before. Undefined: the whole is enough. */
export function useDetail(
  question: SeriesQuestion,
  { metric, series }: MetricCourse,
  shown: Shown | undefined,
): Detail | undefined {
  const ask = useAsk();
  const wanted = shown !== undefined && series.some(({ downsampled }) => downsampled);
  const range = shown === undefined ? undefined : widened(shown, question.view.x);
  const { points, ...variables } = variablesOf(question, metric);
  const asked = { ...variables, points: Math.round(points * (1 + 2 * BESIDE)), range };
  const { data } = useQuery({
    queryKey: [SERIES_QUERY, asked],
    queryFn: async ({ signal }): Promise<Detail | undefined> =>
      range && { range, series: (await ask<Answer>(SERIES_QUERY, asked, signal)).metricSeries },
    refetchInterval: question.every,
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
  return wanted ? data : undefined;
}

function variablesOf({ runs, view: { x, weight } }: SeriesQuestion, metric: string) {
  const points = Math.max(LEAST_POINTS, Math.min(MOST_POINTS, Math.floor(MOST_DRAWN / Math.max(1, runs.length))));
  return { runs: runs.map(({ id }) => id), metric, points, x, weight, smooth: weight > 0 };
}

/** In the units of the service, which counts time in seconds. */
function widened({ from, to }: Shown, axis: ChartView['x']): Shown {
  const beside = (to - from) * BESIDE;
  const range = { from: from - beside, to: to + beside };
  if (axis === 'STEP') return { from: Math.floor(range.from), to: Math.ceil(range.to) };
  return axis === 'TIME' ? { from: range.from / 1_000, to: range.to / 1_000 } : range;
}
