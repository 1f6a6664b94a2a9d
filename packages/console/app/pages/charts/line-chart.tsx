import { LineChart as Lines } from 'echarts/charts';
import { DataZoomComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { shortened } from '../../lineage/view/card/card-size.js';
import { ChartFrame, type ChartFrameProps } from './chart-frame.js';
import type { Shown } from './zoom.js';

use([Lines, DataZoomComponent]);

/** Null where there is no number to draw, such as NaN: the line has a gap there. */
export type Point = readonly [x: number, y: number | null];

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  /** What was measured, where the line is smoothed. */
  readonly measured?: readonly Point[] | undefined;
}

export interface LineChartProps extends Pick<ChartFrameProps, 'shown' | 'onZoom'> {
  readonly title: string;
  readonly axis: string;
  /** Whether x is milliseconds since 1970. */
  readonly isTime?: boolean;
  readonly lines: readonly Line[];
  readonly note?: string | undefined;
}

const FEW = 40;
const FEW_LINES = 6;

/** Lines over steps or time; the wheel and keys zoom in. */
export default function LineChart({ title, axis, isTime = false, lines, note, shown, onZoom }: LineChartProps) {
  const option = useCallback(
    (color: string) => {
      const faint = { lineStyle: { color, opacity: 0.15 } };
      const many = lines.length > 1;
      return {
        grid: { left: 8, right: 16, top: many ? 36 : 12, bottom: 32, containLabel: true },
        legend: {
          show: many,
          type: 'scroll',
          icon: 'roundRect',
          top: 0,
          left: 0,
          textStyle: { color },
          data: lines.map(({ name }) => name),
        },
        tooltip: { trigger: 'axis', confine: true, renderMode: 'richText' },
        dataZoom: [{ type: 'inside' }],
        xAxis: {
          type: isTime ? 'time' : 'value',
          name: axis,
          nameLocation: 'middle',
          nameGap: 22,
          scale: true,
          splitLine: faint,
          axisLabel: { color, hideOverlap: true },
        },
        yAxis: { type: 'value', scale: true, splitLine: faint, axisLabel: { color } },
        series: lines.flatMap(({ name, points, measured }, index) => [
          {
            type: 'line',
            name,
            data: points.map((point) => [...point]),
            showSymbol: points.length < FEW && lines.length <= FEW_LINES,
            itemStyle: { color: colourOf(index) },
            lineStyle: { width: lines.length > FEW_LINES ? 1.2 : 1.8 },
          },
          ...(measured === undefined
            ? []
            : [
                {
                  type: 'line',
                  name: `${name}, measured`,
                  data: measured.map((point) => [...point]),
                  showSymbol: false,
                  silent: true,
                  itemStyle: { color: colourOf(index) },
                  lineStyle: { width: 1, opacity: 0.3 },
                },
              ]),
        ]),
      };
    },
    [lines, axis, isTime],
  );
  const table = useMemo(
    () => ({
      columns: ['Line', axis, 'Value'],
      rows: lines.flatMap(({ name, points }) =>
        points
          .filter(([x]) => isShown(x, shown))
          .map(([x, y]) => [shortened(name, 60), isTime ? new Date(x).toISOString() : x, y]),
      ),
    }),
    [lines, axis, isTime, shown],
  );
  return <ChartFrame title={title} note={note} option={option} table={table} {...{ shown, onZoom }} />;
}

const isShown = (x: number, shown: Shown | undefined) => shown === undefined || (x >= shown.from && x <= shown.to);

/** Hues as far apart as they can be, light enough for the dark and dark enough for the light. */
export function colourOf(index: number): string {
  return `hsl(${Math.round((212 + index * 137.5) % 360)} 62% 48%)`;
}
