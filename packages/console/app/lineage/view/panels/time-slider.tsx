import { useEffect, useState } from 'react';
import type { Ask } from '../../ask/ask.js';
import { loadTimes } from '../../ask/load-times.js';
import type { LineageNode } from '../../graph/lineage-types.js';
import type { ChangeView } from '../picture-view.js';

const STEP_MS = 900;

export interface TimeSliderProps {
  readonly ask: Ask;
  readonly nodes: ReadonlyMap<string, LineageNode> | undefined;
  readonly asOf: string | undefined;
  readonly change: ChangeView;
}

/** The graph as it was: a stop for each time at which something came or went, and now. */
export function TimeSlider({ ask, nodes, asOf, change }: TimeSliderProps) {
  const [times, setTimes] = useState<readonly string[]>();
  const [playing, setPlaying] = useState(false);
  const [problem, setProblem] = useState<string>();
  const open = asOf !== undefined || times !== undefined;
  const start = async () => {
    setProblem(undefined);
    await loadTimes(ask, [...(nodes?.keys() ?? [])]).then(setTimes, (error: Error) => setProblem(error.message));
  };
  // Whoever follows a link to an earlier time gets the slider with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as soon as there are nodes.
  useEffect(() => {
    if (asOf !== undefined && times === undefined && nodes !== undefined) void start();
  }, [asOf, nodes]);
  const last = times?.length ?? 0;
  const at =
    asOf === undefined
      ? last
      : Math.max(
          0,
          (times ?? []).findLastIndex((time) => time <= asOf),
        );
  useEffect(() => {
    if (!playing || times === undefined) return;
    if (at >= last) return setPlaying(false);
    const timer = setTimeout(() => change({ asOf: times[at + 1] }), STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, at, last, times, change]);
  if (!open)
    return (
      <footer className="lineage-time">
        <button type="button" onClick={() => void start()} title="The graph as it was at an earlier time">
          as of now
        </button>
        {problem === undefined ? null : <span role="alert">{problem}</span>}
      </footer>
    );
  const play = () => {
    if (at >= last && times?.[0] !== undefined) change({ asOf: times[0] });
    setPlaying(!playing);
  };
  return (
    <footer className="lineage-time">
      <button type="button" aria-label={playing ? 'Stop' : 'Play what happened'} onClick={play}>
        {playing ? '❚❚' : '▶'}
      </button>
      <input
        type="range"
        min={0}
        max={last}
        value={at}
        aria-label="As of"
        aria-valuetext={asOf ?? 'now'}
        onChange={({ target }) => {
          setPlaying(false);
          change({ asOf: times?.[Number(target.value)] });
        }}
      />
      <output>{asOf === undefined ? 'now' : <time dateTime={asOf}>{asOf.slice(0, 19).replace('T', ' ')}</time>}</output>
      <button
        type="button"
        onClick={() => {
          setTimes(undefined);
          change({ asOf: undefined });
        }}
      >
        now
      </button>
    </footer>
  );
}
