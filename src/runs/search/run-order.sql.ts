import { badInput } from '../../platform/errors.js';
import { checkLabel } from '../../platform/text/check-text.js';
import { named } from './logged-value.sql.js';
import { RUN, type SearchParts } from './run-filter.sql.js';
import { type RunOrder, RunOrderKey, SortDirection } from './run-order.input.js';
import type { SqlParameters } from './sql-parameters.js';

/** The runs that have a key, those that lack it, or both; only the first of them lets an index give the order. */
export type Section = 'PRESENT' | 'ABSENT' | 'ANY';

/** One thing that a search is ordered by, as SQL about `node n`. */
export interface SortKey {
  readonly expression: string;
  /** The type that its cursor text is read as. */
  readonly type: 'float8' | 'timestamptz' | 'text';
  readonly nullable: boolean;
  readonly descending: boolean;
  /** The id in the table that has it: together they stand in one index. */
  readonly id: string;
  /** The metric or parameter that it is, where it is one. */
  readonly logged?: { readonly table: string; readonly name: string; readonly alias: string };
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

const MOST_KEYS = 5;

/**
 * Reads an order; newest first if there is none. Indexes: run_metric_value, run_parameter_value, run_started, run_ended,
 * node_name. Throws BAD_USER_INPUT for a key that lacks its name, or has one too many.
 */
export function sortOrder(project: string, orders: readonly RunOrder[]): SortOrder {
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
    keys.push({ ...column(project, order.by, name, `k${index}`), descending });
  }
  return { keys, newestFirst: keys.at(-1)?.descending ?? true };
}

type Column = Omit<SortKey, 'descending'>;

function column(project: string, by: Exclude<RunOrderKey, RunOrderKey.CREATED>, name: string, alias: string): Column {
  switch (by) {
    case RunOrderKey.NAME:
      return {
        expression: 'n.name collate "C"',
        type: 'text',
        nullable: false,
        id: 'n.id',
        source: 'node n',
        begins: (sql) => [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`],
        add: () => undefined,
      };
    case RunOrderKey.STARTED:
      return timeColumn(project, 'r.started_at');
    case RunOrderKey.ENDED:
      return timeColumn(project, 'r.ended_at');
    case RunOrderKey.METRIC:
      return { ...loggedColumn(project, 'run_metric', name, alias), expression: `${alias}.value`, type: 'float8' };
    case RunOrderKey.PARAMETER:
      return {
        ...loggedColumn(project, 'run_parameter', name, alias),
        expression: `left(${alias}.value, 128) collate "C"`,
        type: 'text',
      };
  }
}

function timeColumn(project: string, expression: string): Column {
  const add: Column['add'] = ({ joins, where }, section, sql) => {
    joins.set('r', RUN);
    if (section === 'PRESENT') where.push(`r.project = ${sql.add(project)}`, `${expression} is not null`);
    if (section === 'ABSENT') where.push(`${expression} is null`);
  };
  const begins = (sql: SqlParameters) => [`r.project = ${sql.add(project)}`, `${expression} is not null`];
  return { expression, type: 'timestamptz', nullable: true, id: 'r.id', source: 'run r', begins, add };
}

function loggedColumn(project: string, table: string, name: string, alias: string) {
  const add: Column['add'] = ({ joins, where }, section, sql) => {
    const on = [`${alias}.run_id = n.id`, ...named(alias, project, name, sql)];
    if (section === 'ABSENT') where.push(`not exists (select from ${table} ${alias} where ${on.join(' and ')})`);
    else joins.set(alias, { how: section === 'ANY' ? 'left join' : 'join', source: table, on });
  };
  const begins = (sql: SqlParameters) => named(alias, project, name, sql);
  return {
    nullable: true,
    id: `${alias}.run_id`,
    logged: { table, name, alias },
    source: `${table} ${alias}`,
    begins,
    add,
  };
}

/** The name of a metric or parameter; empty for the keys that have none. */
function requireName({ by, name }: RunOrder, index: number): string {
  const field = `orderBy[${index}].name`;
  if (by === RunOrderKey.METRIC || by === RunOrderKey.PARAMETER) {
    if (name != null) return checkLabel(field, name);
    throw badInput(`orderBy[${index}] is by ${by} and needs the name of one.`, { field });
  }
  if (name == null) return '';
  throw badInput(`orderBy[${index}] is by ${by}, which takes no name; only METRIC and PARAMETER do.`, {
    field,
    found: name,
  });
}
