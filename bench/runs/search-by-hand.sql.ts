import type { Client } from 'pg';
import type { RunSearch } from './run-searches.js';

const ROW = `n.id, n.name, r.type, r.status, r.started_at, r.ended_at, n.created_at, n.created_by, n.owner, r.message`;

/** The same search as whoever knows this table would write it, with its values in the text. */
export function searchByHand(search: RunSearch): ((sql: Client) => Promise<unknown>)[] {
  const one = oneStatement(search);
  const sets = bySets(search);
  return [(sql) => sql.query(one), (sql) => sql.query(sets)];
}

/** Joins of all that is asked about: best where the order is walked. */
function oneStatement({ filter, orderBy }: RunSearch): string {
  const joins = conditionsOf(filter).map(
    ({ table, condition }, index) =>
      `join ${table} c${index} on c${index}.run_id = n.id and ${condition.replaceAll('v.', `c${index}.`)}`,
  );
  const order = orderOf(orderBy);
  const either = alternativesOf(filter).map(
    (condition) => `exists (select from run_metric v where v.run_id = n.id and ${condition})`,
  );
  const where = [...nodeConditions(filter), ...(either.length === 0 ? [] : [`(${either.join(' or ')})`])];
  return `select ${ROW} from node n join run r on r.id = n.id ${order.join} ${joins.join(' ')}
    where ${where.join(' and ')} order by ${order.by} limit 100`;
}

/** Sets of runs that fit each condition, cut with each other first: best where few fit all of them. */
function bySets({ filter, orderBy }: RunSearch): string {
  const sets = conditionsOf(filter).map(({ table, condition }) => `select run_id from ${table} v where ${condition}`);
  const either = alternativesOf(filter).map((condition) => `select run_id from run_metric v where ${condition}`);
  if (either.length > 0) sets.push(`(${either.join(' union ')})`);
  const order = orderOf(orderBy);
  const fitting = sets.length === 0 ? '' : `with fitting as materialized (${sets.join(' intersect ')})`;
  return `${fitting} select ${ROW} from node n join run r on r.id = n.id ${order.join}
    ${sets.length === 0 ? '' : 'join fitting f on f.run_id = n.id'}
    where ${nodeConditions(filter).join(' and ')} order by ${order.by} limit 100`;
}

function conditionsOf({ metrics = [], parameters = [] }: RunSearch['filter']) {
  return [
    ...metrics.map(({ name, op, value }) => ({
      table: 'run_metric',
      condition: `v.project = 'default' and v.name = '${name}' and v.value ${op === 'LT' ? '<' : '>'} ${value}`,
    })),
    ...parameters.map(({ name, value }) => ({
      table: 'run_parameter',
      condition: `v.project = 'default' and v.name = '${name}' and left(v.value, 128) collate "C" = '${value}'`,
    })),
  ];
}

function alternativesOf({ or = [] }: RunSearch['filter']): string[] {
  return or.flatMap(({ metrics }) => conditionsOf({ metrics })).map(({ condition }) => condition);
}

function nodeConditions(filter: RunSearch['filter']): string[] {
  const { experiment, types, statuses, createdBy, owner, tags } = filter;
  const given = (value: unknown, text: string) => (value === undefined ? [] : [text]);
  return [
    `n.project = 'default' and n.kind = 'RUN' and n.deleted_at is null`,
    ...given(experiment, `n.parent_id = (select id from node where label = '${experiment}' and kind = 'EXPERIMENT')`),
    ...given(types, `r.project = 'default' and r.type = '${types?.[0]}'`),
    ...given(statuses, `r.project = 'default' and r.status = '${statuses?.[0]}'`),
    ...given(createdBy, `n.created_by = '${createdBy}'`),
    ...given(owner, `n.owner = '${owner}'`),
    ...given(tags, `n.tags @> '{"${tags?.[0]?.key}": "${tags?.[0]?.value}"}'`),
  ];
}

/** Runs without the value come last; their number is small enough for a left join to be read as one. */
function orderOf([first]: RunSearch['orderBy']): { readonly join: string; readonly by: string } {
  if (first === undefined) return { join: '', by: 'n.id desc' };
  const { by, name, direction } = first;
  const last = `${direction} nulls last, n.id ${direction}`;
  const value = `o.project = 'default' and o.name = '${name}' and o.run_id = n.id`;
  switch (by) {
    case 'METRIC':
      return { join: `join run_metric o on ${value}`, by: `o.value ${direction}, n.id ${direction}` };
    case 'PARAMETER':
      return { join: `left join run_parameter o on ${value}`, by: `left(o.value, 128) collate "C" ${last}` };
    case 'STARTED':
      return { join: '', by: `r.started_at ${last}` };
    case 'NAME':
      return { join: '', by: `n.name collate "C" ${direction}, n.id ${direction}` };
    case 'CREATED':
      return { join: '', by: `n.id ${direction}` };
  }
}
