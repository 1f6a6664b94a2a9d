import { type Queryable, statement } from '../../../../platform/database/queryable.js';

const NOT_FINITE = statement(
  'mlflow_metrics_not_finite',
  `select exists (
     select from unnest($2::text[]) as m (name)
     where exists (select from run_metric v where v.project = $1 and v.name = m.name and v.value >= 'Infinity')
   ) as found`,
);

/** Whether some run of the project has a metric that is infinite or no number. Index: run_metric_value. */
export async function hasNotFinite(db: Queryable, project: string, metrics: readonly string[]): Promise<boolean> {
  if (metrics.length === 0) return false;
  return (await db.query<{ found: boolean }>(NOT_FINITE, [project, metrics]))[0]?.found === true;
}
