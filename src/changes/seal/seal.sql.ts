import { pageOfBytes } from '../../platform/database/page-of-bytes.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { CHANGE_COLUMNS, type ChangeRecord } from '../record/change-record.js';

/** Listened to by those who deliver changes. */
export const CHANGES_CHANNEL = 'headwater_changes';

const LOCK = statement('lock_seals', `select pg_advisory_xact_lock(hashtext('headwater change seals'))`);

/** One gives positions at a time, and until its positions are committed nobody gives the next ones. */
export async function lockSeals(db: Queryable): Promise<void> {
  await db.query(LOCK);
}

// In order, so that the index is read: vacuum has always some rows to clear away here, and without an order all of them are passed first.
const ANY_UNSEALED = statement('any_unsealed', 'select 1 from change_unsealed order by seq limit 1');

/** Whether a committed change has no position yet. Index: primary key. */
export async function anyUnsealed(db: Queryable): Promise<boolean> {
  return (await db.query(ANY_UNSEALED)).length > 0;
}

export interface UnsealedChange extends ChangeRecord {
  readonly seq: string;
}

const BATCH = 500;

// Each change is looked up by itself. A table that was empty when it was analyzed, and has grown since, PostgreSQL takes for a full one; joined with it,
// all of the log was read along.
const UNSEALED = statement(
  'unsealed_changes',
  pageOfBytes(
    `select c.seq, ${CHANGE_COLUMNS}
     from (select seq from change_unsealed order by seq limit ${BATCH}) u
     cross join lateral (select * from change where seq = u.seq limit 1) c order by u.seq`,
    'seq',
    'octet_length(details::text)',
  ),
);

/** Committed changes without a position, in the order in which they were written: a batch of them. Index: primary keys. */
export function selectUnsealed(db: Queryable): Promise<UnsealedChange[]> {
  return db.query<UnsealedChange>(UNSEALED);
}

const LAST_POSITION = statement(
  'last_position',
  'select coalesce(max(position), 0)::float8 as position from change_seal',
);

/** The last position that was given; 0 for none. Index: primary key. */
export async function selectLastPosition(db: Queryable): Promise<number> {
  return (await db.query<{ position: number }>(LAST_POSITION))[0]?.position ?? 0;
}

const LAST_HASHES = statement(
  'last_hashes',
  `select p.project, encode(s.hash, 'hex') as hash
   from unnest($1::text[]) as p (project)
   cross join lateral (select hash from change_seal where project = p.project order by position desc limit 1) s`,
);

/** The hash that the next change of each project is chained to: project ('' for none) → hash. Index: change_seal_project. */
export async function selectLastHashes(db: Queryable, projects: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ project: string; hash: string }>(LAST_HASHES, [projects]);
  return new Map(rows.map(({ project, hash }) => [project, hash]));
}

const INSERT_SEALS = statement(
  'insert_seals',
  `with sealed as (
     insert into change_seal (position, seq, project, principal, action, at, hash)
     select s.position, s.seq, c.project, c.principal, c.action, c.at, decode(s.hash, 'hex')
     from unnest($1::bigint[], $2::bigint[], $3::text[]) as s (position, seq, hash)
     join change c on c.seq = s.seq
     returning position, seq
   ),
   found as (
     insert into change_node (node_id, position, changed)
     select distinct node_id, s.position, coalesce(c.details -> 'things' ? node_id::text, false) from sealed s join change c on c.seq = s.seq, unnest(c.nodes) as node_id
   ),
   done as (delete from change_unsealed where seq = any($2::bigint[]))
   select pg_notify('${CHANGES_CHANNEL}', max(position)::text) from sealed`,
);

export interface Seal {
  readonly position: number;
  readonly seq: string;
  readonly hash: string;
}

/** Gives changes their places, and tells those who listen. The seals must be locked. Index: primary keys. */
export async function insertSeals(db: Queryable, seals: readonly Seal[]): Promise<void> {
  await db.query(INSERT_SEALS, [
    seals.map(({ position }) => position),
    seals.map(({ seq }) => seq),
    seals.map(({ hash }) => hash),
  ]);
}
