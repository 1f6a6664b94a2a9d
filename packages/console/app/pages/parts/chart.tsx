import { LineChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import { figure } from './values.js';

use([LineChart, AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartProps {
  readonly title: string;
  readonly axis: string;
  readonly lines: readonly Line[];
}

/** Lines over steps, with the numbers behind a toggle and as CSV. */
export default function Chart({ title, axis, lines }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [asTable, setAsTable] = useState(false);
  useEffect(() => {
    if (frame.current === null || asTable) return;
    const { color } = getComputedStyle(frame.current);
    const faint = { lineStyle: { color, opacity: 0.15 } };
    const chart = init(frame.current, undefined, { renderer: 'svg' });
    chart.setOption({
      aria: { enabled: true },
      animation: false,
      textStyle: { color, fontFamily: 'inherit' },
      grid: { left: 8, right: 16, top: lines.length > 1 ? 36 : 12, bottom: 32, containLabel: true },
      legend: { show: lines.length > 1, type: 'scroll', top: 0, left: 0, textStyle: { color } },
      tooltip: { trigger: 'axis' },
      dataZoom: [{ type: 'inside' }],
      xAxis: { type: 'value', name: axis, nameLocation: 'middle', nameGap: 22, scale: true, splitLine: faint },
      yAxis: { type: 'value', scale: true, splitLine: faint },
      series: lines.map(({ name, points }) => ({
        type: 'line',
        name,
        data: points.map((point) => [...point]),
        showSymbol: points.length < 40,
        sampling: 'minmax',
      })),
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [lines, axis, asTable]);
  return (
    <figure className="page-chart">
      <figcaption>
        <strong>{title}</strong>
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          Table
        </button>
        <a download={`${title}.csv`} href={csvOf(axis, lines)}>
          CSV
        </a>
      </figcaption>
      {asTable ? <Numbers axis={axis} lines={lines} /> : <div ref={frame} className="page-chart-frame" />}
    </figure>
  );
}

const MOST_ROWS = 500;

function Numbers({ axis, lines }: Omit<ChartProps, 'title'>) {
  const rows = lines.flatMap(({ name, points }) => points.map(([x, y]) => ({ name, x, y })));
  return (
    <div className="page-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">{axis}</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map(({ name, x, y }) => (
            <tr key={`${name} ${x} ${y}`}>
              <td>{name}</td>
              <td className="number">{x}</td>
              <td className="number">{figure(y)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function csvOf(axis: string, lines: readonly Line[]): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = lines.flatMap(({ name, points }) => points.map(([x, y]) => `${quoted(name)},${x},${y}`));
  return `data:text/csv;charset=utf-8,${encodeURIComponent([`line,${quoted(axis)},value`, ...rows].join('\n'))}`;
}
