import { shortened } from '../../../lineage/view/card/card-size.js';
import { State } from '../../parts/states.js';
import { Ago, duration, figure } from '../../parts/values.js';
import { type Column, headOf, namedColumn } from './columns.js';
import type { RunOrder } from './run-search.js';

export interface ListedRun {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly owner: string | null;
  readonly experiment: { readonly name: string };
  readonly code?: { readonly commit: string | null } | null;
  readonly metrics?: readonly ({ readonly name: string } & Readonly<Record<string, unknown>>)[];
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

const isNumber = (column: Column) => column === 'took' || namedColumn(column)?.kind === 'metric';

/** What a run has in a column. */
export function RunCell({ run, column }: { readonly run: ListedRun; readonly column: Column }) {
  const content = contentOf(run, column);
  return (
    <td data-of={headOf(column)} className={isNumber(column) ? 'number' : undefined}>
      {typeof content === 'string' && content !== '' ? <bdi>{shortened(content, 60)}</bdi> : content}
    </td>
  );
}

function contentOf(run: ListedRun, column: Column): React.ReactNode {
  const named = namedColumn(column);
  if (named?.kind === 'metric') return figure(run.metrics?.find(({ name }) => name === named.name)?.[named.of]);
  if (named?.kind === 'parameter') return run.parameters?.find(({ name }) => name === named.name)?.value ?? '';
  if (named?.kind === 'tag') return run.tags?.find(({ key }) => key === named.name)?.value ?? '';
  if (column === 'status') return <State word={run.status} />;
  if (column === 'type') return run.type.toLowerCase();
  if (column === 'experiment') return run.experiment.name;
  if (column === 'started') return <Ago time={run.startedAt} />;
  if (column === 'ended') return <Ago time={run.endedAt} />;
  if (column === 'owner') return run.owner ?? '';
  if (column === 'commit') return run.code?.commit?.slice(0, 12) ?? '';
  if (column === 'took') return run.status === 'PENDING' ? '' : duration(run.startedAt, run.endedAt);
  return (
    <>
      <Ago time={run.createdAt} /> by <bdi>{shortened(run.createdBy, 30)}</bdi>
    </>
  );
}

/** By what the API orders that stands in a column; undefined where it can't. */
function orderOf(column: Column): Omit<RunOrder, 'direction'> | undefined {
  const named = namedColumn(column);
  if (named === undefined)
    return column === 'experiment' || column === 'commit'
      ? undefined
      : { by: column === 'took' ? 'DURATION' : column.toUpperCase() };
  const { kind, of, name } = named;
  return { by: kind.toUpperCase(), ...(of !== 'last' && { of: of.toUpperCase() }), name };
}

export interface RunHeadProps {
  readonly column: Column | 'name';
  readonly order: RunOrder;
  readonly sort: (order: RunOrder) => void;
}

/** The head of a column, by which one can order where the API can. */
export function RunHead({ column, order, sort }: RunHeadProps) {
  const by = orderOf(column);
  const word = shortened(headOf(column), 24);
  const isOrder = by !== undefined && order.by === by.by && order.name === by.name && order.of === by.of;
  const direction = isOrder && order.direction === 'DESC' ? 'ASC' : 'DESC';
  return (
    <th
      scope="col"
      className={isNumber(column) ? 'number' : undefined}
      aria-sort={isOrder ? (order.direction === 'ASC' ? 'ascending' : 'descending') : undefined}
    >
      {by === undefined ? (
        word
      ) : (
        <button type="button" onClick={() => sort({ ...by, direction })} title={`Order by ${headOf(column)}`}>
          {word} {isOrder ? (order.direction === 'ASC' ? '↑' : '↓') : ''}
        </button>
      )}
    </th>
  );
}
