import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';

/** How charts are drawn; it stands in the address. */
export interface ChartView {
  readonly x: 'STEP' | 'TIME' | 'RELATIVE_TIME';
  /** How much the values before weigh, from 0 to below 1. */
  readonly weight: number;
}

const AXES = [
  ['STEP', 'step'],
  ['TIME', 'time'],
  ['RELATIVE_TIME', 'time since the start'],
] as const;
const MOST = 0.99;
/** Whoever moves the slider is not done yet. */
const CALM_MS = 150;

export function useChartView(): readonly [ChartView, (next: Partial<ChartView>) => void] {
  const [search, setSearch] = useSearchParams();
  const x = AXES.find(([axis]) => axis === search.get('x'))?.[0] ?? 'STEP';
  const weight = Math.min(MOST, Math.max(0, Number(search.get('smooth')) || 0));
  const put = (next: Partial<ChartView>) =>
    setSearch(
      (was) => {
        const view = { x, weight, ...next };
        if (view.x === 'STEP') was.delete('x');
        else was.set('x', view.x);
        if (view.weight === 0) was.delete('smooth');
        else was.set('smooth', String(view.weight));
        return was;
      },
      { replace: true },
    );
  return [{ x, weight }, put];
}

export interface ChartControlsProps {
  readonly view: ChartView;
  readonly put: (next: Partial<ChartView>) => void;
}

/** Along what charts are drawn, and how smooth. */
export function ChartControls({ view, put }: ChartControlsProps) {
  const [weight, setWeight] = useState(view.weight);
  useEffect(() => {
    if (weight === view.weight) return;
    const timer = setTimeout(() => put({ weight }), CALM_MS);
    return () => clearTimeout(timer);
  });
  return (
    <p className="page-bar page-chart-controls">
      <label>
        along{' '}
        <select
          value={view.x}
          onChange={({ target }) => put({ x: AXES.find(([axis]) => axis === target.value)?.[0] ?? 'STEP' })}
        >
          {AXES.map(([axis, word]) => (
            <option key={axis} value={axis}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label>
        smoothing{' '}
        <input
          type="range"
          min={0}
          max={MOST}
          step={0.01}
          value={weight}
          onChange={({ target }) => setWeight(Number(target.value))}
        />
      </label>
      <output>{weight === 0 ? 'none' : weight.toFixed(2)}</output>
    </p>
  );
}
