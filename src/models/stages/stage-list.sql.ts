import { type Queryable, statement } from '../../platform/database/queryable.js';
import { DEFAULT_STAGES, type Stage } from './stage.js';

const AT_TIME = statement(
  'stages_at_time',
  `select stages from stage_list where project = $1 and ($2::timestamptz is null or defined_at <= $2) order by id desc limit 1`,
);

/** The stages of a project in their order, now or as they were at a time. Index: stage_list_project. */
export async function selectStages(
  db: Queryable,
  project: string,
  asOf: string | null = null,
): Promise<readonly Stage[]> {
  const [row] = await db.query<{ stages: Stage[] }>(AT_TIME, [project, asOf]);
  return row?.stages ?? DEFAULT_STAGES;
}

const DEFINED = statement('has_stages', `select true as found from stage_list where project = $1 limit 1`);

/** Whether a project has said which stages it has. Index: stage_list_project. */
export async function hasStages(db: Queryable, project: string): Promise<boolean> {
  return (await db.query(DEFINED, [project])).length > 0;
}

const HOLD = statement('hold_stages', `select pg_advisory_xact_lock_shared(hashtext('headwater stages ' || $1))`);
const TAKE = statement('take_stages', `select pg_advisory_xact_lock(hashtext('headwater stages ' || $1))`);

/** Keeps the stages of a project as they are until the transaction ends. */
export async function holdStages(db: Queryable, project: string): Promise<readonly Stage[]> {
  await db.query(HOLD, [project]);
  return selectStages(db, project);
}

/** The same for whoever is about to change them. */
export async function takeStages(db: Queryable, project: string): Promise<readonly Stage[]> {
  await db.query(TAKE, [project]);
  return selectStages(db, project);
}

const PUT = statement(
  'put_stages',
  `insert into stage_list (project, stages, defined_at, defined_by)
   select $1, $2,
     greatest(date_trunc('milliseconds', clock_timestamp()), (select max(defined_at) from stage_list where project = $1) + interval '1 millisecond'), $3`,
);

/** The stages from now on. They must be taken. Index: stage_list_project. */
export async function putStages(db: Queryable, project: string, stages: readonly Stage[], by: string): Promise<void> {
  await db.query(PUT, [project, JSON.stringify(stages), by]);
}

const IN_USE = statement(
  'stages_in_use',
  `select s.stage, count(*)::int as versions
   from model_stage s join node v on v.id = s.model_version_id and v.project = $1 and v.deleted_at is null
   where s.stage <> all($2::text[])
   group by s.stage order by s.stage limit 10`,
);

/** Stages other than these that versions of a project are in. Index: model_stage_model, read whole: stages are rarely defined. */
export function selectStagesInUse(
  db: Queryable,
  project: string,
  others: readonly string[],
): Promise<{ stage: string; versions: number }[]> {
  return db.query(IN_USE, [project, others]);
}
