import { ParallelChart as Lines } from 'echarts/charts';
import { ParallelComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { shortened } from '../../lineage/view/card/card-size.js';
import type { Axis } from './axes.js';
import { ChartFrame } from './chart-frame.js';

use([Lines, ParallelComponent]);

export interface ParallelChartProps {
  readonly names: readonly string[];
  readonly axes: readonly Axis[];
  /** By which lines are coloured, from the least to the greatest. */
  readonly colour: Axis | undefined;
  readonly onPick: (name: string) => void;
}

/** Each run as a line through its parameters and metrics. On an axis one can choose a part: the lines through it stay. */
export default function ParallelChart({ names, axes, colour, onPick }: ParallelChartProps) {
  const option = useCallback(
    (color: string, ground: string) => ({
      tooltip: {
        confine: true,
        renderMode: 'richText',
        formatter: ({ name }: { name: string }) => shortened(name, 60),
      },
      parallel: { left: 40, right: 60, top: 40, bottom: 20 },
      parallelAxis: axes.map(({ word, isNumber, values }, dim) => ({
        dim,
        name: shortened(word, 18),
        nameTextStyle: { color },
        axisLine: { lineStyle: { color, opacity: 0.5 } },
        axisLabel: {
          color,
          textBorderColor: ground,
          textBorderWidth: 3,
          formatter: (value: unknown) => shortened(String(value), 12),
        },
        type: isNumber ? 'value' : 'category',
        scale: true,
        ...(!isNumber && { data: [...new Set(values.filter((value) => value !== null))] }),
      })),
      series: [
        {
          type: 'parallel',
          lineStyle: { width: 2 },
          emphasis: { lineStyle: { width: 4 } },
          inactiveOpacity: 0.06,
          activeOpacity: 0.9,
          data: names.map((name, index) => ({
            name,
            value: axes.map(({ values }) => values[index] ?? '-'),
            lineStyle: { color: shade(colour, index), opacity: 0.8 },
          })),
        },
      ],
    }),
    [names, axes, colour],
  );
  const table = useMemo(
    () => ({
      columns: ['Run', ...axes.map(({ word }) => word)],
      rows: names.map((name, index) => [name, ...axes.map(({ values }) => values[index])]),
    }),
    [names, axes],
  );
  return <ChartFrame title="Parallel coordinates" {...{ option, table, onPick }} height={340} />;
}

/** From blue, the least, to red, the greatest; grey where there is nothing. */
function shade(axis: Axis | undefined, index: number): string {
  const value = axis?.values[index];
  const numbers = (axis?.values ?? []).filter((each) => typeof each === 'number');
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (typeof value !== 'number') return 'hsl(220 8% 55%)';
  return `hsl(${Math.round(215 + (most === least ? 0 : (value - least) / (most - least)) * 135)} 65% 50%)`;
}
