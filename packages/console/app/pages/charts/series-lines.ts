import type { Line, Point } from './line-chart.js';
import type { Shown } from './zoom.js';

/** What the service tells of one metric of a run. */
export interface Series {
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

/** One line for each run that has more than a point. */
export function linesOf(series: readonly Series[], runs: readonly SeriesRun[], isTime: boolean): readonly Line[] {
  return series.map((each) => lineOf(each, runs.find(({ id }) => id === each.run.id)?.name ?? '', isTime));
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

/** A series with what was told of a part of it in the place of that part: outside of it one goes on to see the whole. */
export function withDetail(whole: Series, detail: Series | undefined, { from, to }: Shown): Series {
  if (detail === undefined) return whole;
  const places = whole.x.map((at, index) => [at, index] as const);
  const before = places.filter(([at]) => at < from).map(([, index]) => index);
  const after = places.filter(([at]) => at > to).map(([, index]) => index);
  const joined = <Value>(of: readonly Value[], within: readonly Value[]) => [
    ...before.map((index) => of[index] as Value),
    ...within,
    ...after.map((index) => of[index] as Value),
  ];
  return {
    ...whole,
    x: joined(whole.x, detail.x),
    values: joined(whole.values, detail.values),
    ...(whole.smoothed !== undefined && { smoothed: joined(whole.smoothed, detail.smoothed ?? []) }),
    downsampled: detail.downsampled,
  };
}

/** What the drawing doesn't show. */
export function noteOf(series: readonly Series[]): string | undefined {
  const left = series.reduce((sum, { values }) => sum + values.filter((each) => typeof each !== 'number').length, 0);
  const notes = [
    series.some(({ downsampled }) => downsampled)
      ? 'Drawn in fewer points than there are; every extreme is among them.'
      : '',
    left === 0 ? '' : `${left} ${left === 1 ? 'point is' : 'points are'} NaN or infinite.`,
  ].filter((note) => note !== '');
  return notes.length === 0 ? undefined : notes.join(' ');
}
