import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { RunStatus } from '../../../runs/record/run-status.js';
import { KEPT } from '../protocol/kept-words.js';
import { METRICS, PARAMETERS, TAGS } from './logged-lists.sql.js';

/** A run with its parameters and tags as lists of MLflow, in JSON that nobody has to read before it is sent. */
export interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly experiment: string;
  readonly location: string | null;
  readonly userId: string;
  readonly status: RunStatus;
  /** Milliseconds. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly deleted: boolean;
  /** Null where there are none. */
  readonly parameters: string | null;
  readonly tags: string;
}

const MILLISECONDS = (column: string) => `floor(extract(epoch from ${column}) * 1000)::float8`;

const INFO = `n.id, n.name, n.parent_id as "experimentId", e.name as experiment, e.tags ->> '${KEPT}artifactLocation' as location,
     coalesce(n.tags ->> '${KEPT}userId', '') as "userId", r.status,
     ${MILLISECONDS('r.started_at')} as "startedAt", ${MILLISECONDS('r.ended_at')} as "endedAt", n.deleted_at is not null as deleted`;

const RUNS = statement(
  'mlflow_runs',
  `select ${INFO}, ${TAGS} as tags, ${PARAMETERS} as parameters
   from unnest($2::uuid[]) with ordinality as w (id, position)
   join node n on n.id = w.id and n.project = $1 and n.kind = 'RUN'
   join run r on r.id = n.id
   join node e on e.id = n.parent_id
   order by w.position`,
);

/** Runs of a project, deleted ones too, in the order given. Indexes: primary keys. */
export function selectRuns(
  db: Queryable,
  project: string,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<RunRow[]> {
  return db.query<RunRow>(RUNS, [project, ids], signal);
}

const RUN_METRICS = statement(
  'mlflow_run_metrics',
  `select n.id, ${METRICS} as metrics from unnest($1::uuid[]) as n (id)`,
);

/** The metrics of runs in the same form; null where there are none. Index: primary key. */
export async function selectRunMetrics(
  db: Queryable,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await db.query<{ id: string; metrics: string | null }>(RUN_METRICS, [ids], signal);
  return new Map(rows.map(({ id, metrics }) => [id, metrics]));
}

export type RunInfoRow = Omit<RunRow, 'parameters' | 'tags'>;

const RUN_INFO = statement(
  'mlflow_run_info',
  `select ${INFO} from node n join run r on r.id = n.id join node e on e.id = n.parent_id
   where n.id = $2 and n.project = $1 and n.kind = 'RUN'`,
);

/** A run of a project without what was logged of it; deleted ones too. Index: primary key. */
export async function findRunInfo(db: Queryable, project: string, id: string): Promise<RunInfoRow | undefined> {
  return (await db.query<RunInfoRow>(RUN_INFO, [project, id]))[0];
}

const IS_LIVING = statement(
  'mlflow_run_lives',
  `select deleted_at is null as living, parent_id as "experimentId" from node where id = $2 and project = $1 and kind = 'RUN'`,
);

/** Whether a run of a project lives; undefined where there is none. Index: primary key. */
export async function findRunState(
  db: Queryable,
  project: string,
  id: string,
): Promise<{ readonly living: boolean; readonly experimentId: string } | undefined> {
  return (await db.query<{ living: boolean; experimentId: string }>(IS_LIVING, [project, id]))[0];
}
