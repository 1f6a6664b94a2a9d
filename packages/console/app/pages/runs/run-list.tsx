import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { shortened } from '../../lineage/view/card-size.js';
import { PageFrame } from '../parts/page-frame.js';
import { Empty, Problem, State, Waiting } from '../parts/states.js';
import { useAsk } from '../parts/use-question.js';
import { Ago, duration, figure } from '../parts/values.js';
import { RunFilters } from './run-filters.js';
import { filterOf, type RunOrder, searchOf, viewOf } from './run-search.js';

const RUNS_QUERY = `query Runs($filter: RunFilter, $orderBy: [RunOrder!], $after: String) {
  runs(filter: $filter, orderBy: $orderBy, first: 50, after: $after) {
    nodes {
      id name type status startedAt endedAt createdAt createdBy
      experiment { name }
      metrics { name value }
    }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface ListedRun {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly experiment: { readonly name: string };
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
}

interface RunsPage {
  readonly runs: {
    readonly nodes: readonly ListedRun[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

const MOST_COLUMNS = 5;
const AGAIN_MS = 15_000;
const HOW = 'mutation { startRun(input: { name: "first", type: TRAINING }) { run { id } } }';

/** All runs of a project, newest first, or as one filters and orders them. */
export default function RunList() {
  const ask = useAsk();
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const view = viewOf(search);
  const variables = { filter: filterOf(view), orderBy: [view.order] };
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: [RUNS_QUERY, variables],
    queryFn: ({ pageParam, signal }) => ask<RunsPage>(RUNS_QUERY, { ...variables, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    refetchInterval: AGAIN_MS,
    getNextPageParam: ({ runs }) => (runs.pageInfo.hasNextPage ? (runs.pageInfo.endCursor ?? undefined) : undefined),
  });
  const runs = data?.pages.flatMap((page) => page.runs.nodes) ?? [];
  const metrics = [...new Set(runs.flatMap((run) => run.metrics.map(({ name }) => name)))].slice(0, MOST_COLUMNS);
  const sort = (by: string, name?: string) => {
    const same = view.order.by === by && view.order.name === name;
    const direction = same && view.order.direction === 'DESC' ? 'ASC' : 'DESC';
    setSearch(searchOf({ ...view, order: { by, direction, ...(name !== undefined && { name }) } }));
  };
  const heading = { order: view.order, sort };
  return (
    <PageFrame title="Runs" query={RUNS_QUERY} variables={variables}>
      <RunFilters view={view} change={(next) => setSearch(searchOf({ ...view, ...next }), { replace: true })} />
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {data !== undefined && runs.length === 0 ? (
        <Empty how={HOW}>
          No run is like that. Runs are what a training, an ingest or an evaluation logs, such as:
        </Empty>
      ) : null}
      {chosen.length < 2 ? null : (
        <p className="page-bar" role="status">
          <Link to={`/compare?runs=${chosen.join(',')}`}>Compare {chosen.length} runs</Link>{' '}
          <button type="button" onClick={() => setChosen([])}>
            Choose none
          </button>
        </p>
      )}
      {runs.length === 0 ? null : (
        <div className="page-scroll">
          <table className="page-list">
            <thead>
              <tr>
                <th scope="col" aria-label="Choose" />
                <Sorted {...heading} by="NAME" word="Name" />
                <th scope="col">Status</th>
                <th scope="col">Type</th>
                <th scope="col">Experiment</th>
                <Sorted {...heading} by="CREATED" word="Created" />
                <th scope="col" className="number">
                  Took
                </th>
                {metrics.map((name) => (
                  <Sorted key={name} {...heading} by="METRIC" name={name} word={name} isNumber />
                ))}
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <tr key={run.id}>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`Choose ${shortened(run.name, 60)}`}
                      checked={chosen.includes(run.id)}
                      onChange={({ target }) =>
                        setChosen(target.checked ? [...chosen, run.id] : chosen.filter((id) => id !== run.id))
                      }
                    />
                  </td>
                  <th scope="row">
                    <Link to={`/runs/${run.id}`}>
                      <bdi>{shortened(run.name, 60)}</bdi>
                    </Link>
                  </th>
                  <td data-of="Status">
                    <State word={run.status} />
                  </td>
                  <td data-of="Type">{run.type.toLowerCase()}</td>
                  <td data-of="Experiment">
                    <bdi>{shortened(run.experiment.name, 40)}</bdi>
                  </td>
                  <td data-of="Created">
                    <Ago time={run.createdAt} /> by <bdi>{shortened(run.createdBy, 30)}</bdi>
                  </td>
                  <td data-of="Took" className="number">
                    {run.status === 'PENDING' ? '' : duration(run.startedAt, run.endedAt)}
                  </td>
                  {metrics.map((name) => (
                    <td key={name} data-of={name} className="number">
                      {figure(run.metrics.find((metric) => metric.name === name)?.value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage ? (
        <button type="button" className="page-more" disabled={isFetching} onClick={() => void fetchNextPage()}>
          More
        </button>
      ) : null}
    </PageFrame>
  );
}

interface SortedProps {
  readonly order: RunOrder;
  readonly sort: (by: string, name?: string) => void;
  readonly by: string;
  readonly name?: string;
  readonly word: string;
  readonly isNumber?: boolean;
}

/** The head of a column that one can order by. */
function Sorted({ order, sort, by, name, word, isNumber }: SortedProps) {
  const isOrder = order.by === by && order.name === name;
  return (
    <th
      scope="col"
      className={isNumber ? 'number' : undefined}
      aria-sort={isOrder ? (order.direction === 'ASC' ? 'ascending' : 'descending') : undefined}
    >
      <button type="button" onClick={() => sort(by, name)} title={`Order by ${word}`}>
        {shortened(word, 24)} {isOrder ? (order.direction === 'ASC' ? '↑' : '↓') : ''}
      </button>
    </th>
  );
}
