import { type Queryable, statement } from '../../platform/database/queryable.js';
import { LOCK_CLASSES } from '../definitions/storage/lock-classes.js';
import { historyTable, onlineTable } from '../definitions/storage/storage.sql.js';

const TRY_LOCK = statement('try_writer_lock', `select pg_try_advisory_xact_lock(${LOCK_CLASSES.writers}, $1) as free`);

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

const GIVE_UP_SOON = statement('', `set local lock_timeout = '5s'`);
const TAKE_TURNS = statement('', 'set local lock_timeout = 0');

/**
 * Whether anything was written into a version that is still there. A transaction that asks holds what others wait for, so it gives up as
 * soon as a reader does where the tables are locked. Indexes: primary keys.
 */
export async function hasRows(tx: Queryable, storage: number): Promise<boolean> {
  await tx.query(GIVE_UP_SOON);
  const text = `select exists (select from ${historyTable(storage)}) or exists (select from ${onlineTable(storage)}) as found`;
  const [row] = await tx.query<{ found: boolean }>(statement('', text));
  await tx.query(TAKE_TURNS);
  return row?.found === true;
}

/** The entities that one version answers for, how many of them another one lacks, and how many have expired there. */
export interface Coverage {
  readonly served: number;
  readonly missing: number;
  readonly expired: number;
}

interface Rows {
  readonly storage: number;
  readonly ttlSeconds: number | null;
}

/**
 * Counts the online rows of a version that have not expired, and those of them whose key has no row in another version, or an expired one.
 * Indexes: primary keys.
 */
export async function measureCoverage(db: Queryable, from: Rows, to: Rows): Promise<Coverage> {
  const text = `select count(*)::float8 as served, count(*) filter (where t.key is null)::float8 as missing,
      count(*) filter (where t.event_time < clock_timestamp() - make_interval(secs => $2::int))::float8 as expired
    from ${onlineTable(from.storage)} f left join ${onlineTable(to.storage)} t on t.key = f.key
    where $1::int is null or f.event_time >= clock_timestamp() - make_interval(secs => $1)`;
  const [coverage] = await db.query<Coverage>(statement('', text), [from.ttlSeconds, to.ttlSeconds]);
  if (coverage === undefined) throw new Error('the count gave no row');
  return coverage;
}
