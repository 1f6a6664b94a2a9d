import { type Queryable, statement } from '../../platform/database/queryable.js';
import { type Instant, instantFromPostgres } from '../../platform/instant.js';

/**
 * Class of the advisory locks of row storage. A writer shares the lock of its storage before it reads the clock for its
 * ingest time; who holds the lock alone knows that every row with an earlier ingest time is committed.
 */
export const WRITER_LOCK_CLASS = 4841;

const SHARE_AND_READ_CLOCK = statement(
  'share_writer_lock',
  `with lock as materialized (select pg_advisory_xact_lock_shared(${WRITER_LOCK_CLASS}, $1))
   select clock_timestamp()::text as now from lock`,
);

/** The ingest time of a writer, who shares the lock until the transaction ends; other writers don't wait for it. */
export async function ingestClock(db: Queryable, storage: number): Promise<string> {
  const [clock] = await db.query<{ now: string }>(SHARE_AND_READ_CLOCK, [storage]);
  if (clock === undefined) throw new Error('the clock gave no row');
  return clock.now;
}

const LOCK = statement(
  'take_writer_lock',
  `select pg_advisory_xact_lock(${WRITER_LOCK_CLASS}, s) from unnest($1::int[]) as s`,
);
const CLOCK = statement('writer_clock', 'select clock_timestamp()::text as now');

/** Waits for the writers that are under way, keeps others out until the transaction ends, and gives the time since then. */
export async function awaitWriters(db: Queryable, storages: readonly number[]): Promise<Instant> {
  await db.query(LOCK, [inOrder(storages)]);
  const [clock] = await db.query<{ now: string }>(CLOCK);
  if (clock === undefined) throw new Error('the clock gave no row');
  return instantFromPostgres(clock.now);
}

/** Everyone takes several locks in the same order, so that nobody waits in a ring. */
function inOrder(storages: readonly number[]): number[] {
  return [...new Set(storages)].sort((a, b) => a - b);
}
