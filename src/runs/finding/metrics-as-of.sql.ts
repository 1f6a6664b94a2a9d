import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { RunTest } from '../filters/run-test.sql.js';

/** The number of the last call that logged metrics of the run of `metric`: of all in the log, or until a time. Index: primary key of change_node. */
function lastCall(metric: string, until = ''): string {
  return `(select (c.details -> 'reached' ->> 'metricCall')::bigint from change_node f
        join change_seal s on s.position = f.position join change c on c.seq = s.seq
        where f.node_id = ${metric}.run_id${until} and c.details -> 'reached' ? 'metricCall' order by f.position desc limit 1)`;
}

/*               calls.past = calls.now ──▶ what it says ┐
 *   metric ──▶ ┤                                        ├─▶ k, the values then; no row: the run had no such metric
 *               calls.past < calls.now ──▶ its points ──┘
 */
/**
 * The values that a row of run_metric had at a time: a replay of the points that the run had been given. They stand in it where the run was given none since;
 * else each of its points is looked at. Indexes: primary keys of change_node and run_metric_point.
 */
function metricThen(metric: string, then: string): string {
  const known = `from run_metric_point p where p.run_id = ${metric}.run_id and p.name = ${metric}.name and (p.call is null or p.call <= calls.past)`;
  const at = (order: string) => `(select p.value ${known} order by ${order} limit 1)`;
  const most = (which: 'min' | 'max') => `(select ${which}(nullif(p.value, 'NaN')) ${known})`;
  return `(select ${lastCall(metric, ` and s.at <= ${then}`)} as past, ${lastCall(metric)} as now offset 0) calls
      cross join lateral (
        select ${metric}.value, ${metric}.first_value, ${metric}.min_value, ${metric}.max_value where calls.past is not distinct from calls.now
        union all
        select ${at('p.step desc, p.time desc, p.value desc')}, ${at('p.step, p.time, p.value')}, ${most('min')}, ${most('max')}
        where calls.past is distinct from calls.now and exists (select ${known})
      ) k`;
}

/** The same test, of the metrics that a run had at a time. `then` is SQL. */
export function asMetricsWere(test: RunTest, then: string): RunTest {
  switch (test.is) {
    case 'NOT':
      return { is: 'NOT', of: asMetricsWere(test.of, then) };
    case 'AND':
    case 'OR':
      return { is: test.is, of: test.of.map((each) => asMetricsWere(each, then)) };
    case 'FACTS':
      return test;
    case 'LOGGED': {
      const { condition } = test;
      if (condition.table !== 'run_metric') return test;
      const compare: typeof condition.compare = (metric, sql) => [
        `(select ${condition.compare('k', sql).join(' and ')} from ${metricThen(metric, then)})`,
      ];
      return { is: 'LOGGED', condition: { ...condition, compare } };
    }
  }
}

const UNKNOWN = statement(
  'metrics_unknown_then',
  `select since, null as metric from metric_calls_known where since > $3
   union all
   select defined_at, name from metric_definition where project = $1 and name = any($2::text[]) and defined_at > $3`,
);

/**
 * What is not known of metrics at a time: since when it is known which points runs had, where that is later; and when it was said of one of these metrics which
 * values are better, where it was said since. Index: primary key of metric_definition.
 */
export function selectUnknownThen(
  db: Queryable,
  project: string,
  best: readonly string[],
  asOf: string,
): Promise<{ readonly since: Date; readonly metric: string | null }[]> {
  return db.query(UNKNOWN, [project, best, asOf]);
}
