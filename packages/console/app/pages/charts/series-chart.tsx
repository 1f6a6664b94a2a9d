import { useMemo, useState } from 'react';
import LineChart from './line-chart.js';
import { linesOf, noteOf, withDetail } from './series-lines.js';
import { type MetricCourse, type SeriesQuestion, useDetail, useSeries } from './use-series.js';
import type { Shown } from './zoom.js';

interface SeriesChartProps {
  readonly question: SeriesQuestion;
  readonly course: MetricCourse;
}

const AXES = { STEP: 'step', TIME: 'time', RELATIVE_TIME: 'seconds since the start' } as const;

/** The same as soon as anything is known of it. */
export function MetricChart({ question, metric }: { readonly question: SeriesQuestion; readonly metric: string }) {
  const course = useSeries(question, metric);
  return course === undefined ? null : <SeriesChart question={question} course={course} />;
}

/** The course of one metric with a line for each run. What somebody zooms to is asked for again, and drawn in the place of that part of the whole. */
function SeriesChart({ question, course }: SeriesChartProps) {
  const { runs, view } = question;
  const [shown, setShown] = useState<Shown>();
  const detail = useDetail(question, course, shown);
  const isTime = view.x === 'TIME';
  const series = useMemo(
    () =>
      detail === undefined
        ? course.series
        : course.series.map((whole) =>
            withDetail(
              whole,
              detail.series.find(({ run }) => run.id === whole.run.id),
              detail.range,
            ),
          ),
    [course, detail],
  );
  const lines = useMemo(() => linesOf(series, runs, isTime), [series, runs, isTime]);
  return (
    <LineChart
      title={course.metric}
      axis={AXES[view.x]}
      isTime={isTime}
      lines={lines}
      note={noteOf(series)}
      shown={shown}
      onZoom={(next) => setShown((was) => (was?.from === next?.from && was?.to === next?.to ? was : next))}
    />
  );
}
