import type { FilterTree } from '../../graph/finding/filters/filter-tree.js';
import type { SqlParameters } from '../../platform/database/sql-parameters.js';
import { type LoggedValueCondition, named } from './logged-value.sql.js';
import { factConditions, type RunFacts, type RunTables, TODAY } from './run-facts-condition.sql.js';

/** What a filter asks, as a tree. */
export type RunTest = FilterTree<
  | { readonly is: 'LOGGED'; readonly condition: LoggedValueCondition }
  | { readonly is: 'FACTS'; readonly facts: RunFacts }
>;

/** The run that is tested: its id, as SQL, whether `node n` stands beside it, and what stands for the tables; they themselves if left out. */
export interface TestedRun {
  readonly id: string;
  readonly hasNode: boolean;
  readonly tables?: RunTables;
}

export const OF_NODE: TestedRun = { id: 'n.id', hasNode: true };

/**
 * Whether a run fits: true or false, never null. Values are looked up by scalar subqueries, which the planner can't turn into hashes of all runs, so that
 * it costs the same for each run that is looked at. Indexes: run_metric_run, the key of run_parameter, primary keys, edge_upstream.
 */
export function holds(test: RunTest, project: string, sql: SqlParameters, run: TestedRun = OF_NODE): string {
  const { tables = TODAY } = run;
  switch (test.is) {
    case 'LOGGED': {
      const { table, name, compare } = test.condition;
      const source = table === 'run_parameter' ? tables.parameters : table;
      const fits = compare('v', sql).join(' and ');
      const where = [`v.run_id = ${run.id}`, ...named('v', project, name, sql)].join(' and ');
      return `coalesce((select ${fits} from ${source} v where ${where}), false)`;
    }
    case 'FACTS': {
      const { onNode, onRun } = factConditions(test.facts, sql, tables);
      const ofRun =
        onRun.length === 0 ? [] : [`(select ${onRun.join(' and ')} from ${tables.run} r where r.id = ${run.id})`];
      const ofNode = [...onNode, ...ofParent(test.facts, sql, tables)];
      if (run.hasNode || ofNode.length === 0) return `coalesce(${[...ofNode, ...ofRun].join(' and ')}, false)`;
      const looked = `(select ${ofNode.join(' and ')} from ${tables.node} n where n.id = ${run.id})`;
      return `coalesce(${[looked, ...ofRun].join(' and ')}, false)`;
    }
    case 'AND':
    case 'OR': {
      if (test.of.length === 0) return test.is === 'AND' ? 'true' : 'false';
      return `(${test.of.map((each) => holds(each, project, sql, run)).join(test.is === 'AND' ? ' and ' : ' or ')})`;
    }
    case 'NOT':
      return `not ${holds(test.of, project, sql, run)}`;
  }
}

/**
 * The ids of the runs that fit, condition by condition: what each leaves is read from its index, and cut and joined as sets, which costs the same whatever
 * the planner expects. Indexes: run_metric_value, run_parameter_value, and those of factConditions.
 */
export function fittingSet(test: RunTest, project: string, sql: SqlParameters): string {
  switch (test.is) {
    case 'LOGGED': {
      const { table, name, compare } = test.condition;
      const where = [...named('v', project, name, sql), ...compare('v', sql)].join(' and ');
      return `select v.run_id as id from ${table} v where ${where}`;
    }
    case 'FACTS': {
      const { onNode, onRun } = factConditions(test.facts, sql);
      const ofNode = [...onNode, ...ofParent(test.facts, sql)];
      // Each row there is a run: its node is read only where that is asked about, and mostly an index tells all.
      if (ofNode.length === 0) return [everyRun(project, sql), ...onRun].join(' and ');
      const run = onRun.length === 0 ? '' : `join run r on r.id = n.id and r.project = ${sql.add(project)}`;
      const where = [`n.project = ${sql.add(project)}`, `n.kind = 'RUN'`, ...ofNode, ...onRun];
      return `select n.id from node n ${run} where ${where.join(' and ')}`;
    }
    case 'AND': {
      const wanted = test.of.filter((each) => each.is !== 'NOT').map((each) => `(${fittingSet(each, project, sql)})`);
      const unwanted = test.of.flatMap((each) => (each.is === 'NOT' ? [`(${fittingSet(each.of, project, sql)})`] : []));
      const all = wanted.length === 0 ? [`(${everyRun(project, sql)})`] : wanted;
      return [`(${all.join(' intersect ')})`, ...unwanted].join(' except ');
    }
    case 'OR':
      return test.of.length === 0
        ? `select null::uuid as id where false`
        : test.of.map((each) => `(${fittingSet(each, project, sql)})`).join(' union ');
    case 'NOT':
      return `(${everyRun(project, sql)}) except (${fittingSet(test.of, project, sql)})`;
  }
}

/** Index: run_key, unless they are most. */
export function everyRun(project: string, sql: SqlParameters): string {
  return `select r.id from run r where r.project = ${sql.add(project)}`;
}

/** That `node n` is part of a run. Index: edge_downstream. */
export function ofParent({ parentId }: RunFacts, sql: SqlParameters, { during }: RunTables = TODAY): string[] {
  if (parentId === undefined) return [];
  return [
    `n.id in (select c.dst from edge c where c.src = ${sql.add(parentId)} and c.kind = 'CHILD_OF' and ${during('c.valid_from', 'c.valid_to')} and c.retired_at is null)`,
  ];
}
