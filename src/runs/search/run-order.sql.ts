import { SortDirection } from '../../graph/finding/ordering/sort-direction.js';
import type { SqlParameters } from '../../platform/database/sql-parameters.js';
import { badInput } from '../../platform/errors.js';
import { checkLabel } from '../../platform/text/check-text.js';
import { named } from '../filters/logged-value.sql.js';
import { MetricValue, type StoredMetricValue, valueColumn } from '../filters/metric-value.js';
import { DURATION, type RunFacts } from '../filters/run-facts-condition.sql.js';
import { RUN, type SearchParts } from '../filters/run-filter.sql.js';
import { type RunOrder, RunOrderKey } from './run-order.input.js';

/** The runs that have a key, those that lack it, or both; only the first of them lets an index give the order. */
export type Section = 'PRESENT' | 'ABSENT' | 'ANY';

/** One thing that a search is ordered by, as SQL about `node n`. */
export interface SortKey {
  readonly expression: string;
  /** The type that its cursor text is read as. */
  readonly type: 'float8' | 'timestamptz' | 'text';
  readonly nullable: boolean;
  /** Whether an index has the runs in this order. */
  readonly indexed: boolean;
  readonly descending: boolean;
  /** The id in the table that has it: together they stand in one index. */
  readonly id: string;
  /** The metric or parameter that it is, where it is one. */
  readonly logged?: { readonly table: string; readonly name: string; readonly alias: string };
  /** What a filter may ask of it itself, where it is about the runs. */
  readonly bounds: readonly (keyof RunFacts)[];
  /** That table and its alias, and the conditions that its index begins with. */
  readonly source: string;
  readonly begins: (sql: SqlParameters) => string[];
  /** Brings its table in. */
  readonly add: (parts: SearchParts, section: Section, sql: SqlParameters) => void;
}

/** The keys of a search, and how runs that are equal in all of them follow. */
export interface SortOrder {
  readonly keys: readonly SortKey[];
  readonly newestFirst: boolean;
}

/** A key, once it is known which way BEST goes. */
export interface ResolvedOrder extends Omit<RunOrder, 'of'> {
  readonly of?: StoredMetricValue;
}

const MOST_KEYS = 5;

/**
 * Reads an order; newest first if there is none. Indexes: run_metric_value, run_parameter_value, run_started, run_ended,
 * run_status, run_type, node_name; the other keys are sorted. Throws BAD_USER_INPUT for a key that lacks its name, or has one too many.
 */
export function sortOrder(project: string, orders: readonly ResolvedOrder[]): SortOrder {
  if (orders.length > MOST_KEYS) {
    throw badInput(`orderBy has ${orders.length} keys; at most ${MOST_KEYS} are used.`, {
      field: 'orderBy',
      expected: MOST_KEYS,
      found: orders.length,
    });
  }
  const keys: SortKey[] = [];
  for (const [index, order] of orders.entries()) {
    const name = requireName(order, index);
    const descending = order.direction !== SortDirection.ASC;
    // Ids are made in the order of registration and are unique, so what follows has nothing left to decide.
    if (order.by === RunOrderKey.CREATED) return { keys, newestFirst: descending };
    keys.push({ ...column(project, order, name, `k${index}`), descending });
  }
  return { keys, newestFirst: keys.at(-1)?.descending ?? true };
}

type Column = Omit<SortKey, 'descending'>;

function column(project: string, order: ResolvedOrder, name: string, alias: string): Column {
  switch (order.by) {
    case RunOrderKey.NAME:
      return nodeColumn(project, 'n.name collate "C"', { nullable: false, indexed: true });
    case RunOrderKey.OWNER:
      return nodeColumn(project, 'n.owner collate "C"', { nullable: true, indexed: false });
    case RunOrderKey.CREATED_BY:
      return nodeColumn(project, 'n.created_by collate "C"', { nullable: false, indexed: false });
    case RunOrderKey.TAG: {
      const value = `left(n.tags ->> '${name.replaceAll("'", "''")}', 128) collate "C"`;
      return nodeColumn(project, value, { nullable: true, indexed: false });
    }
    case RunOrderKey.STARTED:
      return runColumn(project, 'r.started_at', 'timestamptz', ['startedFrom', 'startedBefore']);
    case RunOrderKey.ENDED:
      return runColumn(project, 'r.ended_at', 'timestamptz', ['endedFrom', 'endedBefore']);
    case RunOrderKey.DURATION:
      return runColumn(project, DURATION, 'float8');
    case RunOrderKey.STATUS:
      return runColumn(project, 'r.status', 'text', ['statuses']);
    case RunOrderKey.TYPE:
      return runColumn(project, 'r.type', 'text', ['types']);
    case RunOrderKey.METRIC:
      return metricColumn(project, name, order.of === undefined ? MetricValue.LAST : order.of, alias);
    case RunOrderKey.PARAMETER:
      return {
        ...loggedColumn(project, 'run_parameter', name, alias),
        expression: `left(${alias}.value, 128) collate "C"`,
        type: 'text',
        indexed: true,
      };
    case RunOrderKey.CREATED:
      throw new Error('unreachable: the order of registration ends the keys');
  }
}

function nodeColumn(project: string, expression: string, how: Pick<Column, 'nullable' | 'indexed'>): Column {
  return {
    expression,
    type: 'text',
    ...how,
    id: 'n.id',
    bounds: [],
    source: 'node n',
    begins: (sql) => [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`],
    add: ({ where }, section) => {
      if (section !== 'ANY') where.push(`${expression} is ${section === 'PRESENT' ? 'not ' : ''}null`);
    },
  };
}

/** `bounds`: an index has it. */
function runColumn(project: string, expression: string, type: Column['type'], bounds?: SortKey['bounds']): Column {
  const add: Column['add'] = ({ joins, where }, section, sql) => {
    joins.set('r', RUN);
    if (section === 'PRESENT') where.push(`r.project = ${sql.add(project)}`, `${expression} is not null`);
    if (section === 'ABSENT') where.push(`${expression} is null`);
  };
  const begins = (sql: SqlParameters) => [`r.project = ${sql.add(project)}`, `${expression} is not null`];
  const indexed = bounds !== undefined;
  return { expression, type, nullable: true, indexed, id: 'r.id', bounds: bounds ?? [], source: 'run r', begins, add };
}

/** NaN is no value to order by. Only the last values have an index. */
function metricColumn(project: string, name: string, of: StoredMetricValue, alias: string): Column {
  const expression = valueColumn(alias, of);
  return {
    ...loggedColumn(project, 'run_metric', name, alias, [`${expression} < 'NaN'::float8`]),
    expression,
    type: 'float8',
    indexed: of === MetricValue.LAST,
  };
}

function loggedColumn(project: string, table: string, name: string, alias: string, also: readonly string[] = []) {
  const add: Column['add'] = ({ joins, where }, section, sql) => {
    const on = [`${alias}.run_id = n.id`, ...named(alias, project, name, sql), ...also];
    if (section === 'ABSENT') where.push(`not exists (select from ${table} ${alias} where ${on.join(' and ')})`);
    else joins.set(alias, { how: section === 'ANY' ? 'left join' : 'join', source: table, on });
  };
  const begins = (sql: SqlParameters) => [...named(alias, project, name, sql), ...also];
  return {
    nullable: true,
    id: `${alias}.run_id`,
    logged: { table, name, alias },
    bounds: [],
    source: `${table} ${alias}`,
    begins,
    add,
  };
}

/** The name of a metric or parameter; empty for the keys that have none. */
function requireName({ by, name }: ResolvedOrder, index: number): string {
  const field = `orderBy[${index}].name`;
  if (by === RunOrderKey.METRIC || by === RunOrderKey.PARAMETER || by === RunOrderKey.TAG) {
    if (name != null) return checkLabel(field, name);
    throw badInput(`orderBy[${index}] is by ${by} and needs the name of one.`, { field });
  }
  if (name == null) return '';
  throw badInput(`orderBy[${index}] is by ${by}, which takes no name; only METRIC, PARAMETER and TAG do.`, {
    field,
    found: name,
  });
}
