import { createHash } from 'node:crypto';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { canonicalJson } from '../../platform/text/canonical-json.js';
import type { CodeReference } from './code-reference.js';
import { RunStatus } from './run-status.js';
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
     case when $5 <> 'PENDING' then date_trunc('milliseconds', coalesce($6::timestamptz, now())) end, $7, $8)
   returning started_at as "startedAt"`,
);

/** Adds the row of a run to its node. */
export async function insertRun(tx: Transaction, run: NewRun): Promise<void> {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  const [row] = await tx.query<{ startedAt: Date | null }>(INSERT_RUN, [
    run.id,
    run.project,
    run.key,
    run.type,
    run.status,
    run.startedAt,
    json(run.code),
    json(run.environment),
  ]);
  const { id, key, type, status, code, environment } = run;
  changeNotes(tx).changed(
    id,
    {},
    { key, type, status, startedAt: row?.startedAt, code, ...environmentDigest(environment) },
  );
}

/** What a run ran in may hold what nobody should keep for good, so the log has its digest. */
function environmentDigest(environment: object | null): { environmentDigest: string | null } {
  const digest = environment && createHash('sha256').update(canonicalJson(environment)).digest('hex');
  return { environmentDigest: digest };
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
  `update run set status = 'RUNNING', started_at = date_trunc('milliseconds', now()) where id = $1 returning started_at as "startedAt"`,
);

/** Moves a locked PENDING run on. Index: primary key. */
export async function markRunning(tx: Transaction, { id, status, startedAt }: LockedRun): Promise<void> {
  const [row] = await tx.query<{ startedAt: Date }>(MARK_RUNNING, [id]);
  changeNotes(tx).changed(id, { status, startedAt }, { status: RunStatus.RUNNING, startedAt: row?.startedAt });
}

const MARK_ENDED = statement(
  'mark_run_ended',
  `update run set status = $2, message = $3,
     ended_at = date_trunc('milliseconds', coalesce($4::timestamptz, greatest(now(), started_at)))
   where id = $1 returning ended_at as "endedAt"`,
);

/** Ends a locked run; without a time, now, but never before it began. Index: primary key. */
export async function markEnded(
  tx: Transaction,
  { id, status }: LockedRun,
  end: { status: RunStatus; message: string | null; endedAt: string | null },
): Promise<void> {
  const [row] = await tx.query<{ endedAt: Date }>(MARK_ENDED, [id, end.status, end.message, end.endedAt]);
  changeNotes(tx).changed(id, { status }, { status: end.status, message: end.message, endedAt: row?.endedAt });
}

const SET_ORIGIN = statement(
  'set_run_origin',
  'update run set code = coalesce($2::jsonb, code), environment = coalesce($3::jsonb, environment) where id = $1',
);

/** Sets where the code of a locked run is, or what it runs in; null keeps what is there. Index: primary key. */
export async function setOrigin(
  tx: Transaction,
  run: LockedRun,
  code: object | null,
  environment: object | null,
): Promise<void> {
  const json = (value: object | null) => (value === null ? null : JSON.stringify(value));
  await tx.query(SET_ORIGIN, [run.id, json(code), json(environment)]);
  changeNotes(tx).changed(
    run.id,
    { code: run.code, ...environmentDigest(run.environment) },
    { code: code ?? run.code, ...environmentDigest(environment ?? run.environment) },
  );
}

const MERGE_TAGS = statement(
  'merge_run_tags',
  `with known as materialized (select id, tags from node where id = $1 for no key update)
   update node n set tags = n.tags || $2::jsonb from known where n.id = known.id and not n.tags @> $2::jsonb
   returning known.tags as before, n.tags as after`,
);

/** Adds tags to the node of a locked run; false when it has them all. Index: primary key. */
export async function mergeTags(tx: Transaction, id: string, tags: Record<string, string>): Promise<boolean> {
  const [row] = await tx.query<{ before: object; after: object }>(MERGE_TAGS, [id, JSON.stringify(tags)]);
  if (row !== undefined) changeNotes(tx).changed(id, { tags: row.before }, { tags: row.after });
  return row !== undefined;
}
