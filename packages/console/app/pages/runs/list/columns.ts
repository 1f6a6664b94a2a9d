/** A column of the list, by how it stands in the address: `status`, `parameter:rate`, `metric:auc`, `metric.best:auc`, `tag:team`. */
export type Column = string;

export const FACTS = [
  'status',
  'type',
  'experiment',
  'created',
  'took',
  'started',
  'ended',
  'owner',
  'commit',
] as const;
export const USUAL: readonly Column[] = ['status', 'type', 'experiment', 'created', 'took'];

/** Metrics that are shown while nobody has chosen any. */
export const MOST_USUAL_METRICS = 5;
export const MOST_COLUMNS = 40;

export interface NamedColumn {
  readonly kind: 'metric' | 'parameter' | 'tag';
  /** Of a metric: which of its values. */
  readonly of: 'last' | 'first' | 'min' | 'max' | 'best';
  readonly name: string;
}

const OF = ['last', 'first', 'min', 'max', 'best'] as const;

/** Undefined of what every run has. */
export function namedColumn(column: Column): NamedColumn | undefined {
  const [, kind, of = 'last', name = ''] = /^(metric|parameter|tag)(?:\.(\w+))?:(.+)$/s.exec(column) ?? [];
  if (kind !== 'metric' && kind !== 'parameter' && kind !== 'tag') return undefined;
  const known = OF.find((each) => each === of);
  return known === undefined ? undefined : { kind, of: known, name };
}

export const isColumn = (text: string): boolean =>
  namedColumn(text) !== undefined || FACTS.some((fact) => fact === text);

/** What stands at its head. */
export function headOf(column: Column): string {
  const named = namedColumn(column);
  if (named === undefined) return `${column.slice(0, 1).toUpperCase()}${column.slice(1)}`;
  return named.of === 'last' ? named.name : `${named.name} (${named.of})`;
}

/** What has to be asked for these columns; all metrics, where nobody has chosen. */
export function askedFor(columns: readonly Column[] | undefined) {
  const named = (columns ?? []).flatMap((column) => namedColumn(column) ?? []);
  const metrics = named.filter(({ kind }) => kind === 'metric').map(({ name }) => name);
  return {
    ...(columns !== undefined && { metrics: [...new Set(metrics)] }),
    withMetrics: columns === undefined || metrics.length > 0,
    withParameters: named.some(({ kind }) => kind === 'parameter'),
    withTags: named.some(({ kind }) => kind === 'tag'),
    withCode: columns?.includes('commit') === true,
  };
}
