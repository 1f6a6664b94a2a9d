import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useAsk } from '../parts/use-question.js';
import type { ChartView } from './chart-controls.js';
import type { Line, LineChartProps, Point } from './line-chart.js';

const SERIES_QUERY = `query Series($runs: [ID!]!, $metric: String!, $points: Int!, $x: SeriesAxis!, $weight: Float!, $smooth: Boolean!) {
  metricSeries(runs: $runs, metric: $metric, points: $points, x: $x) {
    run { id } x values downsampled
    smoothed(weight: $weight) @include(if: $smooth)
  }
}`;

interface Series {
  readonly run: { readonly id: string };
  readonly x: readonly number[];
  /** NaN and the infinities are texts. */
  readonly values: readonly (number | string)[];
  readonly downsampled: boolean;
  readonly smoothed?: readonly (number | string)[];
}

export interface SeriesRun {
  readonly id: string;
  readonly name: string;
}

const MOST_POINTS = 500;
const LEAST_POINTS = 60;
/** Of all lines of a chart together. */
const MOST_DRAWN = 8_000;

const AXES = { STEP: 'step', TIME: 'time', RELATIVE_TIME: 'seconds since the start' } as const;

/** One chart for each metric with a line for each run, in as many points as one can see; asked anew while a run goes on. */
export function useSeries(
  runs: readonly SeriesRun[],
  metrics: readonly string[],
  { x, weight }: ChartView,
  every: number | false,
): readonly LineChartProps[] {
  const ask = useAsk();
  const points = Math.max(LEAST_POINTS, Math.min(MOST_POINTS, Math.floor(MOST_DRAWN / Math.max(1, runs.length))));
  const ids = runs.map(({ id }) => id);
  return useQueries({
    queries: metrics.map((metric) => {
      const variables = { runs: ids, metric, points, x, weight, smooth: weight > 0 };
      return {
        queryKey: [SERIES_QUERY, variables],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          ask<{ metricSeries: readonly Series[] }>(SERIES_QUERY, variables, signal),
        refetchInterval: every,
        placeholderData: keepPreviousData,
      };
    }),
    combine: (results) =>
      results.flatMap(({ data }, index): LineChartProps[] => {
        const series = (data?.metricSeries ?? []).filter((each) => each.x.length > 1);
        if (series.length === 0) return [];
        const isTime = x === 'TIME';
        const lines = series.map((each) => lineOf(each, runs.find(({ id }) => id === each.run.id)?.name ?? '', isTime));
        return [{ title: metrics[index] ?? '', axis: AXES[x], isTime, lines, note: noteOf(series) }];
      }),
  });
}

function lineOf({ x, values, smoothed }: Series, name: string, isTime: boolean): Line {
  const points = (of: readonly (number | string)[]) =>
    x.map((at, index): Point => {
      const value = of[index];
      return [isTime ? at * 1_000 : at, typeof value === 'number' ? value : null];
    });
  return smoothed === undefined
    ? { name, points: points(values) }
    : { name, points: points(smoothed), measured: points(values) };
}

/** What the drawing doesn't show. */
function noteOf(series: readonly Series[]): string | undefined {
  const left = series.reduce((sum, { values }) => sum + values.filter((each) => typeof each !== 'number').length, 0);
  const notes = [
    series.some(({ downsampled }) => downsampled)
      ? 'Drawn in fewer points than there are; every extreme is among them.'
      : '',
    left === 0 ? '' : `${left} ${left === 1 ? 'point is' : 'points are'} NaN or infinite.`,
  ].filter((note) => note !== '');
  return notes.length === 0 ? undefined : notes.join(' ');
}
