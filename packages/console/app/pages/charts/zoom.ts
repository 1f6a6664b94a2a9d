import type { EChartsType } from 'echarts/core';

/** What of its axis a chart shows, both ends within it. */
export interface Shown {
  readonly from: number;
  readonly to: number;
}

/** In percent of the axis. */
interface Part {
  readonly start: number;
  readonly end: number;
}

type Window = Partial<Part & { readonly startValue: number; readonly endValue: number }>;

/** Whoever turns the wheel is not done yet. */
const CALM_MS = 200;
const STEP = 0.25;
/** Nobody looks closer, and numbers end somewhere. */
const LEAST_PERCENT = 0.000_1;

/** Each key as where it leads from what is shown. */
const KEYS: Readonly<Record<string, (part: Part) => Part>> = {
  '+': scaled(1 - STEP),
  '=': scaled(1 - STEP),
  '-': scaled(1 / (1 - STEP)),
  '0': () => ({ start: 0, end: 100 }),
  ArrowLeft: moved(-STEP),
  ArrowRight: moved(STEP),
};

/** What tells in calm what somebody has zoomed to: undefined where the whole is shown. */
export interface ZoomWatch {
  /** To be called when the lines are others: the same part of a longer axis is another range. */
  readonly look: () => void;
  readonly whole: () => void;
  readonly press: (event: Press) => void;
  readonly end: () => void;
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'preventDefault'>;

/** Listens to the wheel, by which the chart zooms itself, and to a double click, which shows the whole again. */
export function watchZoom(chart: EChartsType, tell: (shown: Shown | undefined) => void): ZoomWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell(shownOf(windowOf(chart))), CALM_MS);
  };
  const goTo = (part: Part) => chart.dispatchAction({ type: 'dataZoom', ...part });
  const whole = () => goTo({ start: 0, end: 100 });
  const press = (event: Press) => {
    const next = KEYS[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { start = 0, end = 100 } = windowOf(chart);
    goTo(within(next({ start, end })));
  };
  chart.on('datazoom', look);
  chart.getZr().on('dblclick', whole);
  return {
    look,
    whole,
    press,
    end: () => clearTimeout(timer),
  };
}

function windowOf(chart: EChartsType): Window {
  const { dataZoom } = chart.getOption() as { readonly dataZoom?: readonly Window[] };
  return dataZoom?.[0] ?? {};
}

function shownOf({ start = 0, end = 100, startValue, endValue }: Window): Shown | undefined {
  if (start <= 0 && end >= 100) return undefined;
  return startValue === undefined || endValue === undefined ? undefined : { from: startValue, to: endValue };
}

function scaled(factor: number): (part: Part) => Part {
  return ({ start, end }) => {
    const [middle, half] = [(start + end) / 2, Math.max(LEAST_PERCENT, (end - start) * factor) / 2];
    return { start: middle - half, end: middle + half };
  };
}

function moved(share: number): (part: Part) => Part {
  return ({ start, end }) => {
    const by = Math.max(-start, Math.min(100 - end, (end - start) * share));
    return { start: start + by, end: end + by };
  };
}

function within({ start, end }: Part): Part {
  return { start: Math.max(0, start), end: Math.min(100, end) };
}
