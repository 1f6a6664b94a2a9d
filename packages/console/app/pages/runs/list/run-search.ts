import { type Column, isColumn, MOST_COLUMNS } from './columns.js';

/** Which runs a list shows, in which order: all of it stands in the address, so that a link or a bookmark is a saved view. */
export interface RunView {
  readonly name: string;
  readonly statuses: readonly string[];
  readonly types: readonly string[];
  /** `roc_auc > 0.6`, one condition each. */
  readonly metrics: readonly string[];
  /** A filter of the API, as JSON; nothing where there is none. */
  readonly where: string;
  /** Undefined while nobody has chosen. */
  readonly columns: readonly Column[] | undefined;
  readonly order: RunOrder;
  /** Only what had been registered by then. */
  readonly asOf: string | undefined;
  /** Where the page begins. */
  readonly after: string | undefined;
}

export interface RunOrder {
  readonly by: string;
  readonly of?: string;
  readonly name?: string;
  readonly direction: 'ASC' | 'DESC';
}

export const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST', 'PENDING'] as const;
export const TYPES = ['TRAINING', 'EVALUATION', 'TRANSFORM', 'INGEST', 'OTHER'] as const;

const NEWEST: RunOrder = { by: 'CREATED', direction: 'DESC' };
const OPERATORS = { '>=': 'GTE', '<=': 'LTE', '>': 'GT', '<': 'LT', '=': 'EQ' } as const;

export function viewOf(search: URLSearchParams): RunView {
  const [key = '', direction, ...name] = (search.get('order') ?? '').split(' ');
  const [by, of] = key.split('.');
  const columns = search.has('columns') ? search.getAll('columns').filter(isColumn).slice(0, MOST_COLUMNS) : undefined;
  return {
    name: search.get('name') ?? '',
    statuses: search.getAll('status').filter((each) => STATUSES.some((status) => status === each)),
    types: search.getAll('type').filter((each) => TYPES.some((type) => type === each)),
    metrics: search.getAll('metric'),
    where: search.get('where') ?? '',
    columns,
    order:
      by && (direction === 'ASC' || direction === 'DESC')
        ? { by, direction, ...(of && { of }), ...(name.length > 0 && { name: name.join(' ') }) }
        : NEWEST,
    asOf: search.get('asOf') ?? undefined,
    after: search.get('after') ?? undefined,
  };
}

export function searchOf({
  name,
  statuses,
  types,
  metrics,
  where,
  columns,
  order,
  asOf,
  after,
}: RunView): URLSearchParams {
  const search = new URLSearchParams();
  if (name !== '') search.set('name', name);
  for (const each of statuses) search.append('status', each);
  for (const each of types) search.append('type', each);
  for (const each of metrics) search.append('metric', each);
  if (where !== '') search.set('where', where);
  if (columns?.length === 0) search.set('columns', '');
  for (const each of columns ?? []) search.append('columns', each);
  if (order.by !== NEWEST.by || order.direction !== NEWEST.direction)
    search.set(
      'order',
      [order.of === undefined ? order.by : `${order.by}.${order.of}`, order.direction, order.name]
        .filter((part) => part !== undefined)
        .join(' '),
    );
  if (asOf !== undefined) search.set('asOf', asOf);
  if (after !== undefined) search.set('after', after);
  return search;
}

/** A condition as it is written by hand; undefined where it can't be read. */
export function readCondition(text: string): { name: string; op: string; value: number } | undefined {
  const [, name, sign, value] = /^\s*(.+?)\s*(>=|<=|>|<|=)\s*(-?[\d.]+(?:e[-+]?\d+)?)\s*$/i.exec(text) ?? [];
  if (name === undefined || sign === undefined || !Number.isFinite(Number(value))) return undefined;
  return { name, op: OPERATORS[sign as keyof typeof OPERATORS], value: Number(value) };
}

/** The filter of the API. */
export function filterOf({ name, statuses, types, metrics, where, asOf }: RunView): object {
  const conditions = metrics.flatMap((text) => readCondition(text) ?? []);
  const built = readFilter(where);
  return {
    ...(name !== '' && { nameContains: name }),
    ...(statuses.length > 0 && { statuses }),
    ...(types.length > 0 && { types }),
    ...(conditions.length > 0 && { metrics: conditions }),
    ...(built !== undefined && { and: [built] }),
    ...(asOf !== undefined && { createdBefore: asOf }),
  };
}

/** What was written into an address by hand is sent as it is: the service says what is wrong with it. */
function readFilter(where: string): object | undefined {
  try {
    const filter: unknown = where === '' ? undefined : JSON.parse(where);
    return typeof filter === 'object' && filter !== null ? filter : undefined;
  } catch {
    return undefined;
  }
}
