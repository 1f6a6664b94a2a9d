import type { Queryable } from '../../platform/database/queryable.js';
import { selectGoals } from '../goals/metric-definition.sql.js';
import { MetricGoal } from '../goals/metric-goal.js';
import { MetricValue, type StoredMetricValue } from './metric-value.js';

interface Asked {
  readonly name?: string | null | undefined;
  readonly of?: MetricValue | null | undefined;
}

/** Tells which value of a metric is meant. */
export type ValueOf = (asked: Asked) => StoredMetricValue;

/** Which values are the best ones of these metrics, in a project: one statement, and none where nobody asks for the best. */
export async function bestValues(db: Queryable, project: string, asked: readonly Asked[]): Promise<ValueOf> {
  const names = new Set(asked.flatMap(({ name, of }) => (of === MetricValue.BEST && name != null ? [name] : [])));
  const rows =
    names.size === 0
      ? []
      : await selectGoals(
          db,
          [...names].map((name) => ({ project, name })),
        );
  const goals = new Map(rows.map(({ name, goal }) => [name, goal]));
  return ({ name, of }) => {
    if (of == null) return MetricValue.LAST;
    if (of !== MetricValue.BEST) return of;
    const goal = goals.get(name ?? '');
    if (goal === undefined) return null;
    return goal === MetricGoal.MAX ? MetricValue.MAX : MetricValue.MIN;
  };
}
