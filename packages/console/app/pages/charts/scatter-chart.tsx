import { ScatterChart as Points } from 'echarts/charts';
import { use } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { shortened } from '../../lineage/view/card/card-size.js';
import type { Axis } from './axes.js';
import { ChartFrame } from './chart-frame.js';
import { colourOf } from './line-chart.js';

use([Points]);

export interface ScatterChartProps {
  readonly names: readonly string[];
  readonly x: Axis;
  readonly y: Axis;
  readonly onPick: (name: string) => void;
}

/** Each run as a point between two numbers; a click opens it. */
export default function ScatterChart({ names, x, y, onPick }: ScatterChartProps) {
  const points = useMemo(
    () =>
      names.flatMap((name, index) => {
        const value = [x.values[index], y.values[index]];
        return value.every((each) => typeof each === 'number') ? [{ name, value }] : [];
      }),
    [names, x, y],
  );
  const option = useCallback(
    (color: string) => {
      const faint = { lineStyle: { color, opacity: 0.15 } };
      const axis = { type: 'value', scale: true, nameLocation: 'middle', splitLine: faint, axisLabel: { color } };
      return {
        grid: { left: 24, right: 16, top: 12, bottom: 32, containLabel: true },
        tooltip: {
          confine: true,
          renderMode: 'richText',
          formatter: ({ name, value }: { readonly name: string; readonly value: readonly number[] }) =>
            `${shortened(name, 60)}\n${value.join(', ')}`,
        },
        xAxis: { ...axis, name: shortened(x.word, 60), nameGap: 22 },
        yAxis: { ...axis, name: shortened(y.word, 40), nameGap: 44 },
        series: [{ type: 'scatter', data: points, symbolSize: 12, itemStyle: { color: colourOf(0), opacity: 0.75 } }],
      };
    },
    [points, x, y],
  );
  const table = useMemo(
    () => ({ columns: ['Run', x.word, y.word], rows: points.map(({ name, value }) => [name, ...value]) }),
    [points, x, y],
  );
  const left = names.length - points.length;
  const note = left === 0 ? undefined : `${left} of ${names.length} have not both.`;
  return (
    <ChartFrame
      title={`${shortened(y.word, 40)} by ${shortened(x.word, 40)}`}
      {...{ option, table, note, onPick }}
      height={320}
    />
  );
}
