import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { CodeReference } from './code-reference.js';
import type { RunStatus } from './run-status.js';
import type { RunType } from './run-type.js';

/** A row of the `run` table, before it is there. */
export interface NewRun {
  readonly id: string;
  readonly project: string;
  readonly key: string | null;
  readonly type: RunType;
  readonly status: RunStatus;
  /** Null: now, unless it is PENDING. */
  readonly startedAt: string | null;
  readonly code: CodeReference | null;
  readonly environment: object | null;
}

const INSERT_RUN = statement(
  'insert_run',
  `insert into run (id, project, key, type, status, started_at, code, environment)
   values ($1, $2, $3, $4, $5,
     case when $5 <> 'PENDING' then date_trunc('milliseconds', coalesce($6::timestamptz, now())) end, $7, $8)`,
);

/** Adds the row of a run to its node. */
export async function insertRun(db: Queryable, run: NewRun): Promise<void> {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  await db.query(INSERT_RUN, [
    run.id,
    run.project,
    run.key,
    run.type,
    run.status,
    run.startedAt,
    json(run.code),
    json(run.environment),
  ]);
}

/** What writers need to know of a run. */
export interface LockedRun {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly code: CodeReference | null;
  readonly environment: object | null;
}

const LOCK_RUN = statement(
  'lock_run',
  `select r.id, r.project, n.name, r.status, r.started_at as "startedAt", r.ended_at as "endedAt", r.code, r.environment
   from run r
   join node n on n.id = r.id
   where r.id = $1 and n.deleted_at is null
   for no key update of r
   for key share of n`,
);

/**
 * Makes other writers of this run wait until the transaction ends, and whoever would delete it; undefined where it has been deleted. Index: primary
 * key.
 */
export async function lockRun(db: Queryable, id: string): Promise<LockedRun | undefined> {
  return (await db.query<LockedRun>(LOCK_RUN, [id]))[0];
}

const MARK_RUNNING = statement(
  'mark_run_running',
  `update run set status = 'RUNNING', started_at = date_trunc('milliseconds', now()) where id = $1`,
);

/** Moves a locked PENDING run on. Index: primary key. */
export async function markRunning(db: Queryable, id: string): Promise<void> {
  await db.query(MARK_RUNNING, [id]);
}

const MARK_ENDED = statement(
  'mark_run_ended',
  `update run set status = $2, message = $3,
     ended_at = date_trunc('milliseconds', coalesce($4::timestamptz, greatest(now(), started_at)))
   where id = $1`,
);

/** Ends a locked run; without a time, now, but never before it began. Index: primary key. */
export async function markEnded(
  db: Queryable,
  id: string,
  end: { status: RunStatus; message: string | null; endedAt: string | null },
): Promise<void> {
  await db.query(MARK_ENDED, [id, end.status, end.message, end.endedAt]);
}

const SET_ORIGIN = statement(
  'set_run_origin',
  'update run set code = coalesce($2::jsonb, code), environment = coalesce($3::jsonb, environment) where id = $1',
);

/** Sets where the code of a locked run is, or what it runs in; null keeps what is there. Index: primary key. */
export async function setOrigin(
  db: Queryable,
  id: string,
  code: object | null,
  environment: object | null,
): Promise<void> {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  await db.query(SET_ORIGIN, [id, json(code), json(environment)]);
}

const MERGE_TAGS = statement(
  'merge_run_tags',
  `update node set tags = tags || $2::jsonb where id = $1 and not tags @> $2::jsonb returning id`,
);

/** Adds tags to the node of a locked run; false when it has them all. Index: primary key. */
export async function mergeTags(db: Queryable, id: string, tags: Record<string, string>): Promise<boolean> {
  return (await db.query(MERGE_TAGS, [id, JSON.stringify(tags)])).length === 1;
}
