import { type Queryable, statement } from '../../platform/database/queryable.js';
import { historyTable, onlineTable } from '../definitions/storage.sql.js';
import { WRITER_LOCK_CLASS } from '../definitions/writer-lock.sql.js';

const TRY_LOCK = statement('try_writer_lock', `select pg_try_advisory_xact_lock(${WRITER_LOCK_CLASS}, $1) as free`);

/**
 * Whether a version has rows, or a writer is under way that brings some: it is not waited for. Where the answer is no, writers are kept out
 * until the transaction ends. Indexes: primary keys.
 */
export async function hasOrAwaitsRows(db: Queryable, storage: number): Promise<boolean> {
  if (await hasRows(db, storage)) return true;
  const [lock] = await db.query<{ free: boolean }>(TRY_LOCK, [storage]);
  // Whoever wrote between the look and the lock has committed.
  return lock?.free !== true || (await hasRows(db, storage));
}

/** Whether anything was written into a version that is still there. Indexes: primary keys. */
export async function hasRows(db: Queryable, storage: number): Promise<boolean> {
  const text = `select exists (select from ${historyTable(storage)}) or exists (select from ${onlineTable(storage)}) as found`;
  return (await db.query<{ found: boolean }>(statement('', text)))[0]?.found === true;
}

/** The entities that one version answers for, and how many of them another one lacks. */
export interface Coverage {
  readonly served: number;
  readonly missing: number;
}

/** Counts the online rows of a version that have not expired, and those of them whose key another version lacks. Indexes: primary keys. */
export async function measureCoverage(
  db: Queryable,
  from: { readonly storage: number; readonly ttlSeconds: number | null },
  to: { readonly storage: number },
): Promise<Coverage> {
  const text = `select count(*)::float8 as served, count(*) filter (where t.key is null)::float8 as missing
    from ${onlineTable(from.storage)} f left join ${onlineTable(to.storage)} t on t.key = f.key
    where $1::int is null or f.event_time >= clock_timestamp() - make_interval(secs => $1)`;
  const [coverage] = await db.query<Coverage>(statement('', text), [from.ttlSeconds]);
  if (coverage === undefined) throw new Error('the count gave no row');
  return coverage;
}
