import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { type Instant, instantFromPostgres } from '../../../platform/time/instant.js';
import { LOCK_CLASSES } from './lock-classes.js';

/*
 * A writer shares the lock of its storage before it asks the clock of the storage for its ingest time; who holds the lock alone knows that
 * every row with an earlier ingest time is committed.
 */
const SHARE_AND_ADVANCE_CLOCK = statement(
  'share_writer_lock',
  `with lock as materialized (select pg_advisory_xact_lock_shared(${LOCK_CLASSES.writers}, $1))
   select advance_feature_clock($1)::text as now from lock`,
);

/**
 * The ingest time of a writer, later than any before it in this storage even if the server's clock has stepped back. The writer shares the
 * lock until the transaction ends; other writers don't wait for it.
 */
export async function ingestClock(db: Queryable, storage: number): Promise<string> {
  const [clock] = await db.query<{ now: string }>(SHARE_AND_ADVANCE_CLOCK, [storage]);
  if (clock === undefined) throw new Error('the clock gave no row');
  return clock.now;
}

const LOCK = statement(
  'take_writer_lock',
  `select pg_advisory_xact_lock(${LOCK_CLASSES.writers}, s) from unnest($1::int[]) as s`,
);
// Every clock is moved on to the latest of them, so that what any of these storages takes in later is later.
const ADVANCE_CLOCKS = statement(
  'advance_writer_clocks',
  `with latest as materialized (select max(advance_feature_clock(s)) as now from unnest($1::int[]) as s)
   select now::text, (select max(advance_feature_clock(s, now)) from unnest($1::int[]) as s) as moved from latest`,
);

/** Waits for the writers that are under way, and keeps others out until the transaction ends. */
export async function awaitWriters(db: Queryable, storages: readonly number[]): Promise<void> {
  await db.query(LOCK, [inOrder(storages)]);
}

/** The same; gives a time that lies before whatever is written from now on, and not before anything that was. */
export async function awaitWritersAt(db: Queryable, storages: readonly number[]): Promise<Instant> {
  await awaitWriters(db, storages);
  const [clock] = await db.query<{ now: string }>(ADVANCE_CLOCKS, [inOrder(storages)]);
  if (clock === undefined) throw new Error('the clock gave no row');
  return instantFromPostgres(clock.now);
}

/** Everyone takes several locks in the same order, so that nobody waits in a ring. */
function inOrder(storages: readonly number[]): number[] {
  return [...new Set(storages)].sort((a, b) => a - b);
}
