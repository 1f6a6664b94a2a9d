import { pageOfBytes } from '../../platform/database/page-of-bytes.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { CHANGE_COLUMNS, type SealedChange } from '../record/change-record.js';

/** A link of a project's chain. What the index columns say is compared with the change itself. */
export interface Link extends SealedChange {
  /** False where the change is gone, or the columns that it is found by say something else. */
  readonly agrees: boolean;
}

const LINKS = statement(
  'audit_links',
  pageOfBytes(
    `select s.position::float8 as position, encode(s.hash, 'hex') as hash, ${CHANGE_COLUMNS},
       (s.project, s.principal, s.action, s.at) is not distinct from (c.project, c.principal, c.action, c.at) as agrees
     from change_seal s left join change c on c.seq = s.seq
     where s.project = $1 and s.position > $2 order by s.position limit $3`,
    'position',
    `coalesce(octet_length(details::text), 0)`,
  ),
);

/** The chain of a project behind a position: so many links, or fewer large ones. Index: change_seal_project. */
export function selectLinks(db: Queryable, project: string, after: number, limit: number): Promise<Link[]> {
  return db.query<Link>(LINKS, [project, after, limit]);
}

const HASH_AT = statement(
  'audit_hash_at',
  `select s.position::float8 as position, encode(s.hash, 'hex') as hash from change_seal s
   where s.project = $1 and s.position <= $2 order by s.position desc limit 1`,
);

/** The link of a project at a position, or the last one before it; undefined where there is none. Index: change_seal_project. */
export async function selectLinkAt(
  db: Queryable,
  project: string,
  position: number,
): Promise<Pick<Link, 'position' | 'hash'> | undefined> {
  return (await db.query<Pick<Link, 'position' | 'hash'>>(HASH_AT, [project, position]))[0];
}

const MISSING = statement(
  'audit_missing',
  `select min(position)::float8 as position from (
     select position, lag(position, 1, $1::bigint) over (order by position) as before
     from change_seal where position > $1 and position <= $2
   ) gap where position <> before + 1`,
);

/** The first position behind which, between two positions, one is missing; undefined where none is. Index: primary key. */
export async function selectGap(db: Queryable, after: number, until: number): Promise<number | undefined> {
  return (await db.query<{ position: number | null }>(MISSING, [after, until]))[0]?.position ?? undefined;
}

const LOST = statement(
  'audit_lost',
  `select c.id from change c
   where c.project = $1 and not exists (select from change_seal s where s.seq = c.seq)
     and not exists (select from change_unsealed u where u.seq = c.seq)
   order by c.seq limit 1`,
);

/** A change that has no place in the chain and does not wait for one; undefined where none is. Reads the whole log. Index: change_seal_seq_key. */
export async function selectLost(db: Queryable, project: string): Promise<string | undefined> {
  return (await db.query<{ id: string }>(LOST, [project]))[0]?.id;
}
