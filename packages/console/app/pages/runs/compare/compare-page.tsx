import { lazy, Suspense, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { PageFrame } from '../../parts/page-frame.js';
import { Empty, Problem, Waiting } from '../../parts/states.js';
import { useQuestion } from '../../parts/use-question.js';
import { COMPARE_QUERY, type Compared, chartedMetrics, dimensionsOf, namesOf } from './compared.js';
import { ComparedTable } from './compared-table.js';

const MetricCharts = lazy(() => import('../../charts/metric-charts.js'));
const Relations = lazy(() => import('./relations.js'));

const MOST = 100;
const NONE: Compared = { runs: [], parameters: [], metrics: [], inputs: [], outputs: [], code: [], tags: [] };

/** Runs beside each other: what differs first, what is the same on demand, how their metrics went, and what has to do with what. */
export default function ComparePage() {
  const [search, setSearch] = useSearchParams();
  const asked = [...new Set((search.get('runs') ?? '').split(',').filter((id) => id !== ''))];
  const ids = asked.slice(0, MOST);
  const all = search.get('all') !== null;
  const variables = { ids, all };
  const { data, error } = useQuestion<{ compareRuns: Compared }>(COMPARE_QUERY, variables, { enabled: ids.length > 0 });
  const compared = data?.compareRuns ?? NONE;
  const names = useMemo(() => namesOf(compared.runs), [compared]);
  const runs = useMemo(
    () => compared.runs.map(({ id }, index) => ({ id, name: names[index] ?? '' })),
    [compared, names],
  );
  const metrics = useMemo(() => chartedMetrics(compared.runs), [compared]);
  const dimensions = useMemo(() => dimensionsOf(compared), [compared]);
  const toggle = () =>
    setSearch((was) => {
      if (all) was.delete('all');
      else was.set('all', '');
      return was;
    });
  return (
    <PageFrame above={[['Runs', '/runs']]} title="Compare" query={COMPARE_QUERY} variables={variables}>
      <Problem error={error} />
      {ids.length === 0 ? (
        <Empty how="/compare?runs=run_…,run_…">
          Choose runs in the list of runs, or write their ids into the address:
        </Empty>
      ) : null}
      {data === undefined && error === null && ids.length > 0 ? <Waiting /> : null}
      {runs.length === 0 ? null : (
        <>
          <p className="page-bar">
            <label>
              <input type="checkbox" checked={all} onChange={toggle} /> Show what is the same too
            </label>
            {asked.length > MOST ? <span role="status">{`The first ${MOST} of ${asked.length} runs.`}</span> : null}
          </p>
          <ComparedTable compared={compared} />
          <Suspense fallback={<Waiting />}>
            <MetricCharts runs={runs} metrics={metrics} />
            {runs.length < 2 ? null : <Relations runs={runs} dimensions={dimensions} />}
          </Suspense>
        </>
      )}
    </PageFrame>
  );
}
