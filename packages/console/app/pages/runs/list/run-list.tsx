import './run-list.css';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { shortened } from '../../../lineage/view/card/card-size.js';
import { PageFrame } from '../../parts/page-frame.js';
import { Empty, Problem, Waiting } from '../../parts/states.js';
import { useQuestion } from '../../parts/use-question.js';
import { ColumnPicker, usualColumns } from './column-picker.js';
import { askedFor, MOST_USUAL_METRICS } from './columns.js';
import { FilterBuilder } from './filter-builder.js';
import { type ListedRun, RunCell, RunHead } from './run-cells.js';
import { RunFilters } from './run-filters.js';
import { filterOf, type RunView, searchOf, viewOf } from './run-search.js';
import { SavedViews } from './saved-views.js';
import { useKnownNames } from './use-known-names.js';

const RUNS_QUERY = `query Runs($filter: RunFilter, $orderBy: [RunOrder!], $after: String, $metrics: [String!], $withMetrics: Boolean!, $withParameters: Boolean!, $withTags: Boolean!, $withCode: Boolean!) {
  runs(filter: $filter, orderBy: $orderBy, first: 100, after: $after) {
    nodes {
      id name type status startedAt endedAt createdAt createdBy owner
      experiment { name }
      code @include(if: $withCode) { commit }
      metrics(names: $metrics) @include(if: $withMetrics) { name last first min max best }
      parameters @include(if: $withParameters) { name value }
      tags @include(if: $withTags) { key value }
    }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface RunsPage {
  readonly runs: {
    readonly nodes: readonly ListedRun[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

const AGAIN_MS = 15_000;
const HOW = 'mutation { startRun(input: { name: "first", type: TRAINING }) { run { id } } }';

/** All runs of a project, newest first, or as one filters and orders them; a page at a time, so that there may be any number. */
export default function RunList() {
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<'filter' | 'columns'>();
  const view = viewOf(search);
  const filter = filterOf(view);
  const variables = {
    filter,
    orderBy: [view.order],
    ...askedFor(view.columns),
    ...(view.after && { after: view.after }),
  };
  const { data, error } = useQuestion<RunsPage>(RUNS_QUERY, variables, { every: AGAIN_MS });
  const names = useKnownNames(open === 'columns' ? filter : {}, open !== undefined);
  const runs = data?.runs.nodes ?? [];
  const metrics = [...new Set(runs.flatMap((run) => (run.metrics ?? []).map(({ name }) => name)))];
  const columns = view.columns ?? usualColumns(metrics.slice(0, MOST_USUAL_METRICS));
  // What is shown changes, so it begins at its beginning.
  const change = (next: Partial<RunView>, replace = false) =>
    setSearch(searchOf({ ...view, after: undefined, ...next }), { replace });
  const heading = { order: view.order, sort: (order: RunView['order']) => change({ order }) };
  const next = data?.runs.pageInfo.hasNextPage === true ? (data.runs.pageInfo.endCursor ?? undefined) : undefined;
  return (
    <PageFrame title="Runs" query={RUNS_QUERY} variables={variables} timed>
      <SavedViews search={search.toString()} />
      <RunFilters view={view} change={(next) => change(next, true)} />
      <p className="page-bar run-tools">
        {(['filter', 'columns'] as const).map((panel) => (
          <button
            key={panel}
            type="button"
            aria-expanded={open === panel}
            onClick={() => setOpen(open === panel ? undefined : panel)}
          >
            {panel === 'filter' ? `More conditions${view.where === '' ? '' : ' ●'}` : 'Columns'}
          </button>
        ))}
        {chosen.length < 2 ? (
          <small>Choose two or more to compare them.</small>
        ) : (
          <>
            <Link to={`/compare?runs=${chosen.join(',')}`}>Compare {chosen.length} runs</Link>
            <button type="button" onClick={() => setChosen([])}>
              Choose none
            </button>
          </>
        )}
      </p>
      {open === undefined ? null : <Suggestions names={names} />}
      {open === 'filter' ? <FilterBuilder text={view.where} put={(where) => change({ where })} /> : null}
      {open === 'columns' ? (
        <ColumnPicker
          columns={columns}
          isChosen={view.columns !== undefined}
          known={names}
          put={(next) => setSearch(searchOf({ ...view, columns: next }), { replace: true })}
        />
      ) : null}
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {data !== undefined && runs.length === 0 ? (
        <Empty how={HOW}>
          No run is like that. Runs are what a training, an ingest or an evaluation logs, such as:
        </Empty>
      ) : null}
      {runs.length === 0 ? null : (
        <div className="page-scroll">
          <table className="page-list">
            <thead>
              <tr>
                <td />
                <RunHead {...heading} column="name" />
                {columns.map((column) => (
                  <RunHead key={column} {...heading} column={column} />
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
                  {columns.map((column) => (
                    <RunCell key={column} run={run} column={column} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="page-bar">
        {view.after === undefined ? null : (
          <button type="button" onClick={() => change({})}>
            First page
          </button>
        )}
        {next === undefined ? null : (
          <button type="button" onClick={() => change({ after: next })}>
            Next page
          </button>
        )}
      </p>
    </PageFrame>
  );
}

function Suggestions({ names }: { readonly names: ReturnType<typeof useKnownNames> }) {
  return Object.entries(names).map(([kind, all]) => (
    <datalist key={kind} id={`run-names-${kind}`}>
      {(all as readonly string[]).map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  ));
}
