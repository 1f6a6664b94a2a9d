import type { FindingSql } from '../../graph/finding/finding-sql.js';
import { saidOf } from '../../graph/finding/said-of.sql.js';
import { type RunTables, TODAY } from '../filters/run-facts-condition.sql.js';

/** What the columns of a run that change are called in the log, and of which type they are. */
const CHANGING = [
  ['status', 'status', 'text'],
  ['started_at', 'startedAt', 'timestamptz'],
  ['ended_at', 'endedAt', 'timestamptz'],
] as const;

/** What stands for the table of runs: as it is, or as it was, with what is asked and ordered by. Index: change_node_changed. */
export function runTable({ time: then }: Pick<FindingSql, 'time'>): string {
  if (then === undefined) return TODAY.run;
  const changing = CHANGING.map(
    ([column, field, type]) => `(${saidOf(`'${field}'`, then, 'r.id')} #>> '{}')::${type} as ${column}`,
  );
  return `(select r.id, r.project, r.type, ${changing.join(', ')}, ${saidOf(`'code'`, then, 'r.id')} as code from run r)`;
}

/** What stands for all tables of runs. A parameter is written once: it was there when the log had said so. */
export function runTables(sql: FindingSql): RunTables {
  const { time: then } = sql;
  if (then === undefined) return TODAY;
  const logged = saidOf(`'parameters.' || p.name`, then, 'p.run_id');
  return {
    node: sql.nodes,
    run: runTable(sql),
    parameters: `(select p.* from run_parameter p where ${logged} is not null)`,
    during: (from, to) => sql.during(from, to),
  };
}
