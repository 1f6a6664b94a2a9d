import { lazy, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import { shortened } from '../../lineage/view/card-size.js';
import { Section } from '../parts/facts.js';
import { PageFrame } from '../parts/page-frame.js';
import { Empty, Problem, Waiting } from '../parts/states.js';
import { useQuestion } from '../parts/use-question.js';
import { figure } from '../parts/values.js';

const Overlay = lazy(() => import('./overlay.js'));

const COMPARE_QUERY = `query Compare($ids: [ID!]!) {
  nodes(ids: $ids) {
    id label
    ... on Run {
      name status
      code { commit repository }
      parameters { name value }
      metrics { name last step }
      inputs { node { label } }
    }
  }
}`;

export interface ComparedRun {
  readonly id: string;
  readonly label: string;
  readonly name?: string;
  readonly status?: string;
  readonly code?: { readonly commit: string | null; readonly repository: string } | null;
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  readonly metrics?: readonly { readonly name: string; readonly last: number; readonly step: number }[];
  readonly inputs?: readonly { readonly node: { readonly label: string } }[];
}

const MOST = 20;

/** Runs beside each other: what differs first, what is the same on demand, and how their metrics went, one over the other. */
export default function ComparePage() {
  const [search, setSearch] = useSearchParams();
  const ids = (search.get('runs') ?? '')
    .split(',')
    .filter((id) => id !== '')
    .slice(0, MOST);
  const all = search.get('all') !== null;
  const { data, error } = useQuestion<{ nodes: readonly (ComparedRun | null)[] }>(
    COMPARE_QUERY,
    { ids },
    { enabled: ids.length > 0 },
  );
  const runs = (data?.nodes ?? []).filter((run) => run !== null);
  const rows = [
    ...rowsOf('Parameter', runs, (run) => (run.parameters ?? []).map(({ name, value }) => [name, value])),
    ...rowsOf('Metric', runs, (run) => (run.metrics ?? []).map(({ name, last }) => [name, last])),
    ...rowsOf('Input', runs, (run) => (run.inputs ?? []).map(({ node }) => [node.label, 'read'])),
    ...rowsOf('Code', runs, (run) => (run.code == null ? [] : [['commit', run.code.commit ?? run.code.repository]])),
  ];
  const shown = rows.filter(({ differs }) => all || differs);
  return (
    <PageFrame above={[['Runs', '/runs']]} title="Compare" query={COMPARE_QUERY} variables={{ ids }}>
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
              <input
                type="checkbox"
                checked={all}
                onChange={() =>
                  setSearch((was) => {
                    if (all) was.delete('all');
                    else was.set('all', '');
                    return was;
                  })
                }
              />{' '}
              Show what is the same too
            </label>
          </p>
          <Section
            title="What differs"
            count={shown.length}
            empty="They have the same parameters, metrics, inputs and code."
          >
            <table className="page-compare">
              <thead>
                <tr>
                  <th scope="col" />
                  {runs.map(({ id, name, label }) => (
                    <th key={id} scope="col">
                      <Link to={`/runs/${id}`}>
                        <bdi>{shortened(name ?? label, 40)}</bdi>
                      </Link>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map(({ what, name, values, differs }) => (
                  <tr key={`${what} ${name}`} data-differs={differs || undefined}>
                    <th scope="row">
                      <small>{what}</small> {shortened(name, 60)}
                    </th>
                    {values.map((value, index) => (
                      <td key={runs[index]?.id} className={what === 'Metric' ? 'number' : undefined}>
                        <bdi>{shortened(figure(value), 120)}</bdi>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          <Suspense fallback={<Waiting />}>
            <Overlay runs={runs} />
          </Suspense>
        </>
      )}
    </PageFrame>
  );
}

interface ComparedRow {
  readonly what: string;
  readonly name: string;
  readonly values: readonly unknown[];
  readonly differs: boolean;
}

function rowsOf(
  what: string,
  runs: readonly ComparedRun[],
  read: (run: ComparedRun) => (readonly [name: string, value: unknown])[],
): ComparedRow[] {
  const columns = runs.map((run) => new Map(read(run)));
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  return names.map((name) => {
    const values = columns.map((column) => column.get(name));
    return { what, name, values, differs: new Set(values).size > 1 };
  });
}
