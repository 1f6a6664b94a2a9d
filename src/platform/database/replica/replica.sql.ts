import { type Queryable, statement } from '../queryable.js';

const IDENTITY = statement(
  'server_identity',
  'select system_identifier::text as identity, pg_is_in_recovery() as standby from pg_control_system()',
);

/** Which cluster a server belongs to, the same for a primary and its replicas, and whether it is a replica. */
export async function serverIdentity(db: Queryable): Promise<{ identity: string; standby: boolean }> {
  const [row] = await db.query<{ identity: string; standby: boolean }>(IDENTITY);
  if (row === undefined) throw new Error('the server has no identity');
  return row;
}

const WRITTEN = statement('written_until', `select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text as place`);

/** How far the primary's log is written, in bytes. */
export async function writtenUntil(db: Queryable): Promise<bigint> {
  return BigInt((await db.query<{ place: string }>(WRITTEN))[0]?.place ?? 0);
}

const REPLAYED = statement(
  'replayed_until',
  `select (coalesce(pg_last_wal_replay_lsn(), '0/0') - '0/0'::pg_lsn)::text as place`,
);

/** How far a replica has replayed the primary's log, in bytes. */
export async function replayedUntil(db: Queryable): Promise<bigint> {
  return BigInt((await db.query<{ place: string }>(REPLAYED))[0]?.place ?? 0);
}
