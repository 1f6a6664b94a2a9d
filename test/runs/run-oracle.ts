/** What a naive search needs to know of a run. */
export interface KnownRun {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly parent: string | null;
  readonly type: string;
  readonly status: string;
  readonly owner: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly deletedAt: string | null;
  readonly tags: readonly { key: string; value: string }[];
  readonly parameters: readonly { name: string; value: string }[];
  readonly metrics: readonly { name: string; value: number }[];
}

export interface Filter {
  readonly experiment?: string;
  readonly parent?: string;
  readonly types?: readonly string[];
  readonly statuses?: readonly string[];
  readonly metrics?: readonly { name: string; op: string; value: number }[];
  readonly parameters?: readonly { name: string; value: string }[];
  readonly nameContains?: string;
  readonly tags?: readonly { key: string; value: string }[];
  readonly owner?: string;
  readonly createdBy?: string;
  readonly createdFrom?: string;
  readonly createdBefore?: string;
  readonly includeDeleted?: boolean;
}

export interface Order {
  readonly by: string;
  readonly name?: string;
  readonly direction?: string;
}

/** The ids of the runs that fit, in order: every run looked at, and sorted by comparing two at a time. */
export function searchNaively(runs: readonly KnownRun[], filter: Filter, orders: readonly Order[]): string[] {
  const created = orders.findIndex(({ by }) => by === 'CREATED');
  if (created !== -1 && created < orders.length - 1) return searchNaively(runs, filter, orders.slice(0, created + 1));
  const newestFirst = orders.at(-1)?.direction !== 'ASC';
  const byId = (a: KnownRun, b: KnownRun) => (a.id < b.id ? -1 : 1) * (newestFirst ? -1 : 1);
  return runs
    .filter((run) => fits(run, filter))
    .sort((a, b) => orders.map((order) => compare(a, b, order)).find((sign) => sign !== 0) ?? byId(a, b))
    .map((run) => run.id);
}

function fits(run: KnownRun, filter: Filter): boolean {
  const holds = (wanted: string | undefined, found: string | null) => wanted === undefined || wanted === found;
  const created = Date.parse(run.createdAt);
  return (
    holds(filter.experiment, run.experiment) &&
    holds(filter.parent, run.parent) &&
    holds(filter.owner, run.owner) &&
    holds(filter.createdBy, run.createdBy) &&
    (filter.types?.includes(run.type) ?? true) &&
    (filter.statuses?.includes(run.status) ?? true) &&
    (filter.metrics ?? []).every((condition) => compared(valueIn(run.metrics, condition.name), condition)) &&
    (filter.parameters ?? []).every(({ name, value }) => valueIn(run.parameters, name) === value) &&
    (filter.tags ?? []).every((tag) => run.tags.some(({ key, value }) => key === tag.key && value === tag.value)) &&
    run.name.includes(filter.nameContains ?? '') &&
    (filter.createdFrom === undefined || created >= Date.parse(filter.createdFrom)) &&
    (filter.createdBefore === undefined || created < Date.parse(filter.createdBefore)) &&
    (filter.includeDeleted === true || run.deletedAt === null)
  );
}

function compared(found: number | null, { op, value }: { op: string; value: number }): boolean {
  if (found === null) return false;
  if (op === 'EQ') return found === value;
  const less = op.startsWith('LT') ? found < value : found > value;
  return less || (op.endsWith('E') && found === value);
}

/** Negative when `a` comes first. A run without a value comes last, in both directions. */
function compare(a: KnownRun, b: KnownRun, order: Order): number {
  const [x, y] = [keyOf(a, order), keyOf(b, order)];
  if (x === y) return 0;
  if (x === null || y === null) return x === null ? 1 : -1;
  return (x < y ? -1 : 1) * (order.direction === 'ASC' ? 1 : -1);
}

function keyOf(run: KnownRun, { by, name = '' }: Order): string | number | null {
  switch (by) {
    case 'CREATED':
      return run.id;
    case 'STARTED':
      return run.startedAt;
    case 'ENDED':
      return run.endedAt;
    case 'NAME':
      return run.name;
    case 'METRIC':
      return valueIn(run.metrics, name);
    default:
      // As documented: by the first 128 characters.
      return valueIn(run.parameters, name)?.slice(0, 128) ?? null;
  }
}

function valueIn<T>(values: readonly { name: string; value: T }[], name: string): T | null {
  return values.find((each) => each.name === name)?.value ?? null;
}
