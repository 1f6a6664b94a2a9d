import { useMemo, useState } from 'react';
import { Section } from '../parts/facts.js';
import { ChartControls, useChartView } from './chart-controls.js';
import { MetricChart } from './series-chart.js';
import type { SeriesRun } from './series-lines.js';

export interface MetricChartsProps {
  readonly runs: readonly SeriesRun[];
  /** Those that went on for more than a step. */
  readonly metrics: readonly string[];
  readonly every?: number | false;
}

const AT_ONCE = 12;

/** How metrics went: one chart each, with a line for each run. */
export default function MetricCharts({ runs, metrics, every = false }: MetricChartsProps) {
  const [view, put] = useChartView();
  const [wanted, setWanted] = useState('');
  const [most, setMost] = useState(AT_ONCE);
  const fitting = metrics.filter((name) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const { x, weight } = view;
  const question = useMemo(() => ({ runs, view: { x, weight }, every }), [runs, x, weight, every]);
  if (metrics.length === 0) return null;
  return (
    <Section title="How they went">
      <div className="page-filters">
        <ChartControls view={view} put={put} />
        {metrics.length > AT_ONCE ? (
          <input
            type="search"
            aria-label="Metric contains"
            placeholder="Metric contains"
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
          />
        ) : null}
      </div>
      <div className="page-charts">
        {fitting.slice(0, most).map((metric) => (
          <MetricChart key={`${metric} ${x}`} question={question} metric={metric} />
        ))}
      </div>
      {fitting.length > most ? (
        <button type="button" className="page-more" onClick={() => setMost(most + AT_ONCE)}>
          {(fitting.length - most).toLocaleString('en')} more
        </button>
      ) : null}
    </Section>
  );
}
