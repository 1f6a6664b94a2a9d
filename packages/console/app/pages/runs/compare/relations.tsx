import { useCallback, useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { shortened } from '../../../lineage/view/card/card-size.js';
import ParallelChart from '../../charts/parallel-chart.js';
import ScatterChart from '../../charts/scatter-chart.js';
import { Section } from '../../parts/facts.js';
import type { Dimension } from './compared.js';

export interface RelationsProps {
  readonly runs: readonly { readonly id: string; readonly name: string }[];
  readonly dimensions: readonly Dimension[];
}

const MOST_AXES = 8;

/** What has to do with what: every run as a line through parameters and metrics, and as a point between two of them. */
export default function Relations({ runs, dimensions }: RelationsProps) {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const numbers = useMemo(() => dimensions.filter(({ isNumber }) => isNumber), [dimensions]);
  const chosen = search.getAll('axis');
  const asked = chosen.join('\n');
  const axes = useMemo(() => {
    const keys = asked.split('\n');
    const found = dimensions.filter(({ key }) => keys.includes(key));
    return found.length > 0 ? found : usual(dimensions);
  }, [dimensions, asked]);
  const by = (name: string, otherwise: Dimension | undefined) =>
    numbers.find(({ key }) => key === search.get(name)) ?? otherwise;
  const metrics = numbers.filter(({ key }) => key.startsWith('metric:'));
  const y = by('sy', metrics[0] ?? numbers[0]);
  const x = by('sx', numbers.find((each) => each !== y) ?? y);
  const colour = by('colour', metrics[0] ?? numbers[0]);
  const put = (name: string, values: readonly string[]) =>
    setSearch(
      (was) => {
        was.delete(name);
        for (const value of values) was.append(name, value);
        return was;
      },
      { replace: true },
    );
  const open = useCallback(
    (name: string) => {
      const run = runs.find((each) => each.name === name);
      if (run !== undefined) void navigate(`/runs/${run.id}`);
    },
    [runs, navigate],
  );
  const names = useMemo(() => runs.map(({ name }) => name), [runs]);
  if (dimensions.length < 2 || x === undefined || y === undefined) return null;
  const choice = (name: string, word: string, at: Dimension) => (
    <label>
      {word}{' '}
      <select value={at.key} onChange={({ target }) => put(name, [target.value])}>
        {numbers.map(({ key, word: each }) => (
          <option key={key} value={key}>
            {shortened(each, 40)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Section title="What has to do with what">
      <div className="page-filters">
        {colour === undefined ? null : choice('colour', 'coloured by', colour)}
        <details>
          <summary>Axes</summary>
          <fieldset>
            <legend className="visually-hidden">Axes</legend>
            {dimensions.map(({ key, word }) => (
              <label key={key}>
                <input
                  type="checkbox"
                  checked={axes.some((axis) => axis.key === key)}
                  onChange={({ target }) => {
                    const keys = axes.map((axis) => axis.key);
                    put('axis', target.checked ? [...keys, key] : keys.filter((each) => each !== key));
                  }}
                />{' '}
                {shortened(word, 40)}
              </label>
            ))}
          </fieldset>
        </details>
      </div>
      <ParallelChart names={names} axes={axes} colour={colour} onPick={open} />
      <div className="page-filters">
        {choice('sx', 'across', x)}
        {choice('sy', 'up', y)}
      </div>
      <ScatterChart names={names} x={x} y={y} onPick={open} />
    </Section>
  );
}

/** Parameters first, then metrics: as one reads from what was given to what came of it. */
function usual(dimensions: readonly Dimension[]): readonly Dimension[] {
  const parameters = dimensions.filter(({ key }) => key.startsWith('parameter:'));
  const metrics = dimensions.filter(({ key }) => key.startsWith('metric:'));
  const most = Math.max(MOST_AXES / 2, MOST_AXES - metrics.length);
  const first = parameters.slice(0, most);
  return [...first, ...metrics.slice(0, MOST_AXES - first.length)];
}
