/** Which runs a list shows, in which order: all of it stands in the address, so that a link or a bookmark is a saved view. */
export interface RunView {
  readonly name: string;
  readonly statuses: readonly string[];
  readonly types: readonly string[];
  /** `roc_auc > 0.6`, one condition each. */
  readonly metrics: readonly string[];
  readonly order: RunOrder;
}

export interface RunOrder {
  readonly by: string;
  readonly name?: string;
  readonly direction: 'ASC' | 'DESC';
}

export const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'LOST', 'PENDING'] as const;
export const TYPES = ['TRAINING', 'EVALUATION', 'TRANSFORM', 'INGEST', 'OTHER'] as const;

const NEWEST: RunOrder = { by: 'CREATED', direction: 'DESC' };
const OPERATORS = { '>=': 'GTE', '<=': 'LTE', '>': 'GT', '<': 'LT', '=': 'EQ' } as const;

export function viewOf(search: URLSearchParams): RunView {
  const [by, direction, ...name] = (search.get('order') ?? '').split(' ');
  return {
    name: search.get('name') ?? '',
    statuses: search.getAll('status').filter((each) => STATUSES.some((status) => status === each)),
    types: search.getAll('type').filter((each) => TYPES.some((type) => type === each)),
    metrics: search.getAll('metric'),
    order:
      by && (direction === 'ASC' || direction === 'DESC')
        ? { by, direction, ...(name.length > 0 && { name: name.join(' ') }) }
        : NEWEST,
  };
}

export function searchOf({ name, statuses, types, metrics, order }: RunView): URLSearchParams {
  const search = new URLSearchParams();
  if (name !== '') search.set('name', name);
  for (const each of statuses) search.append('status', each);
  for (const each of types) search.append('type', each);
  for (const each of metrics) search.append('metric', each);
  if (order.by !== NEWEST.by || order.direction !== NEWEST.direction)
    search.set('order', [order.by, order.direction, ...(order.name === undefined ? [] : [order.name])].join(' '));
  return search;
}

/** A condition as it is written by hand; undefined where it can't be read. */
export function readCondition(text: string): { name: string; op: string; value: number } | undefined {
  const [, name, sign, value] = /^\s*(.+?)\s*(>=|<=|>|<|=)\s*(-?[\d.]+(?:e[-+]?\d+)?)\s*$/i.exec(text) ?? [];
  if (name === undefined || sign === undefined || !Number.isFinite(Number(value))) return undefined;
  return { name, op: OPERATORS[sign as keyof typeof OPERATORS], value: Number(value) };
}

/** The filter of the API. */
export function filterOf({ name, statuses, types, metrics }: RunView): object {
  const conditions = metrics.flatMap((text) => readCondition(text) ?? []);
  return {
    ...(name !== '' && { nameContains: name }),
    ...(statuses.length > 0 && { statuses }),
    ...(types.length > 0 && { types }),
    ...(conditions.length > 0 && { metrics: conditions }),
  };
}
