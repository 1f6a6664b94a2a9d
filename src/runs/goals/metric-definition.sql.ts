import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { MetricDefinition } from './metric-definition.js';
import type { MetricGoal } from './metric-goal.js';

const COLUMNS = 'name, goal, description, defined_at as "definedAt", defined_by as "definedBy"';

const LIST = statement(
  'metric_definitions',
  `select ${COLUMNS} from metric_definition where project = $1 and ($2::text is null or name > $2) order by name limit $3`,
);

/** The metrics that a project has defined, by name, one more than the page holds. Index: primary key. */
export function listMetricDefinitions(db: Queryable, project: string, page: PageRequest): Promise<MetricDefinition[]> {
  const [name] = page.after === undefined ? [null] : decodeCursor(page.after, ['text']);
  return db.query<MetricDefinition>(LIST, [project, name, page.first + 1]);
}

export interface GoalRow {
  readonly project: string;
  readonly name: string;
  readonly goal: MetricGoal;
}

const GOALS = statement(
  'metric_goals',
  `select d.project, d.name, d.goal
   from unnest($1::text[], $2::text[]) as w (project, name)
   join metric_definition d on d.project = w.project and d.name = w.name`,
);

/** The goals of these metrics, of those that have one. Index: primary key. */
export function selectGoals(
  db: Queryable,
  metrics: readonly { readonly project: string; readonly name: string }[],
): Promise<GoalRow[]> {
  return db.query<GoalRow>(GOALS, [metrics.map(({ project }) => project), metrics.map(({ name }) => name)]);
}

const DECLARE = statement(
  'declare_metric_goals',
  `insert into metric_definition (project, name, goal, defined_by)
   select $1, g.name, g.goal, $4 from unnest($2::text[], $3::text[]) as g (name, goal) order by g.name
   on conflict (project, name) do nothing
   returning name, goal`,
);

/** Defines the metrics that a project has not defined yet; gives those. Index: primary key. */
export function declareGoals(
  db: Queryable,
  project: string,
  goals: ReadonlyMap<string, MetricGoal>,
  by: string,
): Promise<{ name: string; goal: MetricGoal }[]> {
  return db.query(DECLARE, [project, [...goals.keys()], [...goals.values()], by]);
}

const HOLD = statement(
  'hold_metric_definition',
  `select ${COLUMNS} from metric_definition where project = $1 and name = $2 for update`,
);

/** The definition of a metric, locked. Index: primary key. */
export async function holdMetricDefinition(
  db: Queryable,
  project: string,
  name: string,
): Promise<MetricDefinition | undefined> {
  return (await db.query<MetricDefinition>(HOLD, [project, name]))[0];
}

const PUT = statement(
  'put_metric_definition',
  `update metric_definition set goal = $3, description = $4, defined_at = date_trunc('milliseconds', now()), defined_by = $5
   where project = $1 and name = $2 returning ${COLUMNS}`,
);

/** Says something else of a metric. Index: primary key. */
export async function putMetricDefinition(
  db: Queryable,
  project: string,
  metric: {
    readonly name: string;
    readonly goal: MetricGoal;
    readonly description: string | null;
    readonly by: string;
  },
): Promise<MetricDefinition> {
  const { name, goal, description, by } = metric;
  const [row] = await db.query<MetricDefinition>(PUT, [project, name, goal, description, by]);
  if (row === undefined) throw new Error(`the metric ${name} of ${project} has no definition`);
  return row;
}
