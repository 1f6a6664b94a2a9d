import { createHash } from 'node:crypto';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { canonicalJson } from '../../platform/text/canonical-json.js';
import type { CodeReference } from './code-reference.js';
import { RUN_COLUMNS, type RunRow } from './run-row.js';
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
  /** Null: what the settings say; 0: never. */
  readonly lostAfterSeconds?: number | null;
  readonly code: CodeReference | null;
  readonly environment: object | null;
}

const INSERT_RUN = statement(
  'insert_run',
  `insert into run (id, project, key, type, status, started_at, code, environment, lost_after, reported_at)
   values ($1, $2, $3, $4, $5,
     case when $5 <> 'PENDING' then date_trunc('milliseconds', coalesce($6::timestamptz, now())) end, $7, $8, $9,
     case when $5 <> 'PENDING' then now() end)
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
    run.lostAfterSeconds ?? null,
  ]);
  const { id, key, type, status, code, environment, lostAfterSeconds } = run;
  changeNotes(tx).changed(
    id,
    {},
    { key, type, status, startedAt: row?.startedAt, lostAfterSeconds, code, ...environmentDigest(environment) },
  );
}

/** What a run ran in may hold what nobody should keep for good, so the log has its digest. */
function environmentDigest(environment: object | null): { environmentDigest: string | null } {
  const digest = environment && createHash('sha256').update(canonicalJson(environment)).digest('hex');
  return { environmentDigest: digest };
}

/** A whole run, as its writers hold it; what its node says may be older than the lock, for others may change that meanwhile. */
export interface LockedRun extends RunRow {
  /** Whether it was heard of so lately that to write it down again would say little. */
  readonly heardOf: boolean;
}

/** To write down each report of a run that logs a hundred times a second would cost more than it says. */
const LATELY = `least(interval '5 s', coalesce(nullif(r.lost_after, 0), 50) * interval '0.1 s')`;

const LOCK_RUN = statement(
  'lock_run',
  `select ${RUN_COLUMNS}, coalesce(r.reported_at > clock_timestamp() - ${LATELY}, false) as "heardOf"
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
  `update run set status = 'RUNNING', started_at = coalesce(started_at, date_trunc('milliseconds', now())), ended_at = null, message = null,
     reported_at = clock_timestamp()
   where id = $1 returning started_at as "startedAt"`,
);

/** Has a locked run begin, or go on after it was lost or had ended. Index: primary key. */
export async function markRunning(tx: Transaction, run: LockedRun): Promise<void> {
  const { id, status, startedAt, endedAt, message } = run;
  const [row] = await tx.query<{ startedAt: Date }>(MARK_RUNNING, [id]);
  changeNotes(tx).changed(
    id,
    { status, startedAt, endedAt, message },
    { status: RunStatus.RUNNING, startedAt: row?.startedAt, endedAt: null, message: null },
  );
}

const MARK_HEARD_OF = statement('mark_run_heard_of', 'update run set reported_at = clock_timestamp() where id = $1');

/** Notes that a locked run has reported. No change of anything that is looked back at, so none is recorded. Index: primary key. */
export async function markHeardOf(tx: Transaction, { id }: LockedRun): Promise<void> {
  await tx.query(MARK_HEARD_OF, [id]);
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
  { id, status, message, endedAt }: LockedRun,
  end: { status: RunStatus; message: string | null; endedAt: string | null },
): Promise<void> {
  const [row] = await tx.query<{ endedAt: Date }>(MARK_ENDED, [id, end.status, end.message, end.endedAt]);
  changeNotes(tx).changed(
    id,
    { status, message, endedAt },
    { status: end.status, message: end.message, endedAt: row?.endedAt },
  );
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
