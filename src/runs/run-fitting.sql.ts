import { named } from './search/logged-value.sql.js';
import { addFacts, joined, type RunCondition, type SearchParts } from './search/run-filter.sql.js';
import type { SqlParameters } from './search/sql-parameters.js';

/**
 * The ids of the runs that fit, condition by condition: what each metric and parameter leaves is read from its index, and cut with the others as
 * sets, which costs the same whatever the planner expects. Undefined where nothing is asked of runs. Indexes: run_metric_value,
 * run_parameter_value, and those of addFilter.
 */
export function fittingIds(project: string, filter: RunCondition, sql: SqlParameters): string | undefined {
  const sets = filter.logged.map((condition, index) => {
    const alias = `v${index}`;
    const conditions = [...named(alias, project, condition.name, sql), ...condition.compare(alias, sql)];
    return `select ${alias}.run_id as id from ${condition.table} ${alias} where ${conditions.join(' and ')}`;
  });
  if (FACTS.some((fact) => filter[fact] != null)) {
    const where = [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`];
    const parts: SearchParts = { joins: new Map(), where, ids: [] };
    addFacts(parts, project, filter, sql);
    sets.push(`select n.id from node n ${joined(parts)} where ${where.join(' and ')}`);
  }
  return sets.length === 0 ? undefined : sets.join('\n      intersect ');
}

/** What a filter may ask of the runs themselves. */
const FACTS = [
  'experimentId',
  'parentId',
  'types',
  'statuses',
  'nameContains',
  'tags',
  'owner',
  'createdBy',
  'createdFrom',
  'createdBefore',
] as const satisfies readonly (keyof RunCondition)[];
