import { decodeCursor, type PageRequest } from '../database/keyset.js';
import { type Queryable, statement } from '../database/queryable.js';
import type { JobStatus } from './job-status.js';

/** Long work that outlives a process. */
export interface Job<Input = unknown, Result = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly project: string;
  readonly status: JobStatus;
  readonly input: Input;
  readonly result: Result | null;
  /** What it is doing, in words. */
  readonly step: string | null;
  readonly done: number;
  /** Null while it is not known. */
  readonly total: number | null;
  readonly error: string | null;
  readonly attempts: number;
  readonly createdBy: string;
  /** The key that it was asked for with; it is cancelled when that is revoked. */
  readonly keyId: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

const COLUMNS = `id, kind, project, status, input, result, step, done::float8 as done, total::float8 as total, error, attempts,
  created_by as "createdBy", key_id as "keyId", created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt"`;

const INSERT = statement(
  'insert_job',
  `insert into job (id, kind, project, input, created_by, key_id) values ($1, $2, $3, $4, $5, $6)`,
);

/** Adds a job; it begins once the transaction has committed. */
export async function insertJob(
  db: Queryable,
  job: Pick<Job, 'id' | 'kind' | 'project' | 'createdBy' | 'keyId'> & { readonly input: object },
): Promise<void> {
  const { id, kind, project, input, createdBy, keyId } = job;
  await db.query(INSERT, [id, kind, project, JSON.stringify(input), createdBy, keyId]);
}

const FIND = statement('find_job', `select ${COLUMNS} from job where id = $1`);

/** A job by its uuid. Index: primary key. */
export async function findJob(db: Queryable, id: string): Promise<Job | undefined> {
  return (await db.query<Job>(FIND, [id]))[0];
}

const LIST = statement(
  'list_jobs',
  `select ${COLUMNS} from job
   where project = $1 and kind = any($2) and ($3::text is null or status = $3) and ($4::uuid is null or id < $4::uuid)
   order by id desc limit $5`,
);

/** Jobs of some kinds, newest first, one more than the page holds. Index: job_list. */
export function listJobs(
  db: Queryable,
  project: string,
  kinds: readonly string[],
  status: JobStatus | null,
  page: PageRequest,
): Promise<Job[]> {
  const [id] = page.after === undefined ? [null] : decodeCursor(page.after, ['uuid']);
  return db.query<Job>(LIST, [project, kinds, status, id, page.first + 1]);
}

const OPEN = statement(
  'open_jobs',
  `select id from job where status in ('PENDING', 'RUNNING') and kind = any($1) order by created_at limit 50`,
);

/** Jobs that have not ended, oldest first; those of a process that died are among them. Index: job_open. */
export async function selectOpenJobs(db: Queryable, kinds: readonly string[]): Promise<string[]> {
  return (await db.query<{ id: string }>(OPEN, [kinds])).map(({ id }) => id);
}

const TRY_LOCK = statement('', `select pg_try_advisory_lock(hashtextextended('headwater job ' || $1, 0)) as locked`);

/** Takes a job for as long as the connection lives; false while another connection has it. */
export async function tryLockJob(db: Queryable, id: string): Promise<boolean> {
  return (await db.query<{ locked: boolean }>(TRY_LOCK, [id]))[0]?.locked === true;
}

const TRY_LOCK_WORK = statement(
  '',
  `select pg_try_advisory_lock(hashtextextended('headwater work ' || $1, 0)) as locked`,
);

/** Takes standing work for as long as the connection lives; false while another connection has it. */
export async function tryLockWork(db: Queryable, name: string): Promise<boolean> {
  return (await db.query<{ locked: boolean }>(TRY_LOCK_WORK, [name]))[0]?.locked === true;
}

const BEGIN = statement(
  'begin_job',
  `update job set status = 'RUNNING', attempts = attempts + 1, started_at = coalesce(started_at, date_trunc('milliseconds', clock_timestamp()))
   where id = $1 and status in ('PENDING', 'RUNNING') returning ${COLUMNS}`,
);

/** Begins or resumes a locked job; undefined if it has ended meanwhile. Index: primary key. */
export async function beginJob(db: Queryable, id: string): Promise<Job | undefined> {
  return (await db.query<Job>(BEGIN, [id]))[0];
}

const PROGRESS = statement(
  'job_progress',
  `update job set step = $2, done = $3, total = $4 where id = $1 returning cancel_requested as cancelled`,
);

/** Says how far a job has come; whether it is to stop. Index: primary key. */
export async function reportProgress(
  db: Queryable,
  id: string,
  step: string,
  done: number,
  total: number,
): Promise<{ cancelled: boolean }> {
  return (await db.query<{ cancelled: boolean }>(PROGRESS, [id, step, done, total]))[0] ?? { cancelled: true };
}

const INTERRUPT = statement('interrupt_job', 'update job set attempts = attempts - 1 where id = $1');

/** Leaves a job to whoever comes next: stopping the service is no failed attempt. Index: primary key. */
export async function interruptJob(db: Queryable, id: string): Promise<void> {
  await db.query(INTERRUPT, [id]);
}

const END = statement(
  'end_job',
  `update job set status = $2, result = $3, error = $4, ended_at = greatest(date_trunc('milliseconds', clock_timestamp()), started_at)
   where id = $1 and status in ('PENDING', 'RUNNING')`,
);

/** Ends a job. Index: primary key. */
export async function endJob(
  db: Queryable,
  id: string,
  end: { status: JobStatus; result?: object; error?: string },
): Promise<void> {
  await db.query(END, [
    id,
    end.status,
    end.result === undefined ? null : JSON.stringify(end.result),
    end.error ?? null,
  ]);
}

const CANCEL = statement(
  'cancel_job',
  `update job set cancel_requested = true where id = $1 and status in ('PENDING', 'RUNNING') returning 1`,
);

/** Asks a job to stop; false if it has ended. Index: primary key. */
export async function requestCancel(db: Queryable, id: string): Promise<boolean> {
  return (await db.query(CANCEL, [id])).length > 0;
}

const CANCEL_ALL = statement(
  'cancel_jobs_of_key',
  `update job set cancel_requested = true where key_id = $1 and status in ('PENDING', 'RUNNING')`,
);

/** Asks all jobs to stop that were asked for with a key. Index: job_key. */
export async function cancelJobsOfKey(db: Queryable, keyId: string): Promise<void> {
  await db.query(CANCEL_ALL, [keyId]);
}

const ERRORS = statement(
  'job_errors',
  `select id, error from job where project = $1 and error like '%; expected %' order by id for update`,
);

/** The messages of failed jobs that tell a value which did not fit; locked. */
export function selectJobErrors(db: Queryable, project: string): Promise<{ id: string; error: string }[]> {
  return db.query<{ id: string; error: string }>(ERRORS, [project]);
}

const PUT_ERROR = statement('put_job_error', 'update job set error = $2 where id = $1');

/** Puts another message in the place of one. Index: primary key. */
export async function putJobError(db: Queryable, id: string, error: string): Promise<void> {
  await db.query(PUT_ERROR, [id, error]);
}

/** Takes new statistics, so that the planner's old ones don't keep a message. */
export async function analyzeJobs(db: Queryable): Promise<void> {
  await db.query(statement('', 'analyze job'));
}
