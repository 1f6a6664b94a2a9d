import type { Action } from '../../graph/nodes/action.js';
import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Role } from '../rights/role.js';

/** A key as it is stored: its secret isn't. */
export interface ApiKeyRow {
  readonly id: string;
  readonly prefix: string;
  readonly name: string;
  /** Null: every project. */
  readonly project: string | null;
  readonly role: Role;
  readonly rights: readonly Action[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  readonly lastUsedAt: Date | null;
}

const COLUMNS = `id, prefix, name, project, role, rights, created_at as "createdAt", created_by as "createdBy",
  expires_at as "expiresAt", revoked_at as "revokedAt", revoked_by as "revokedBy", last_used_at as "lastUsedAt"`;

const FIND = statement('find_api_key', `select ${COLUMNS}, hash from api_key where prefix = $1`);

/** The key with this prefix, and the hash of its secret. Index: api_key_prefix_key. */
export async function findApiKey(
  db: Queryable,
  prefix: string,
): Promise<(ApiKeyRow & { readonly hash: Buffer }) | undefined> {
  return (await db.query<ApiKeyRow & { hash: Buffer }>(FIND, [prefix]))[0];
}

const BY_ID = statement('api_key_by_id', `select ${COLUMNS} from api_key where id = $1`);

/** Index: primary key. */
export async function findApiKeyById(db: Queryable, id: string): Promise<ApiKeyRow | undefined> {
  return (await db.query<ApiKeyRow>(BY_ID, [id]))[0];
}

const INSERT = statement(
  'insert_api_key',
  `insert into api_key (id, prefix, hash, name, project, role, rights, created_by, expires_at, made_with, made_by_owner)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${COLUMNS}`,
);

export interface NewApiKey {
  readonly id: string;
  readonly prefix: string;
  readonly hash: Buffer;
  readonly name: string;
  readonly project: string | null;
  readonly role: Role;
  readonly rights: readonly Action[];
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  /** The key that its maker came with; null: with none. */
  readonly madeWith: string | null;
  readonly madeByOwner: boolean;
}

export async function insertApiKey(db: Queryable, key: NewApiKey): Promise<ApiKeyRow> {
  const { id, prefix, hash, name, project, role, rights, createdBy, expiresAt, madeWith, madeByOwner } = key;
  const [row] = await db.query<ApiKeyRow>(INSERT, [
    id,
    prefix,
    hash,
    name,
    project,
    role,
    rights,
    createdBy,
    expiresAt,
    madeWith,
    madeByOwner,
  ]);
  if (row === undefined) throw new Error('a key was not inserted');
  return row;
}

const MAKERS = statement(
  'makers_of_api_key',
  `with recursive chain as (
     select id, created_by, made_with, made_by_owner from api_key where id = $1
     union
     select k.id, k.created_by, k.made_with, k.made_by_owner from chain c join api_key k on k.id = c.made_with where not c.made_by_owner
   )
   select distinct created_by as name from chain where not made_by_owner order by name`,
);

/**
 * Who made a key, and the key that this was made with, and so on, up to an OWNER or whoever has the machine, who hand out all keys: each of them
 * may know its secret. Index: primary key.
 */
export async function selectKeyMakers(db: Queryable, id: string): Promise<string[]> {
  return (await db.query<{ name: string }>(MAKERS, [id])).map(({ name }) => name);
}

const REVOKE = statement(
  'revoke_api_key',
  `update api_key set revoked_at = date_trunc('milliseconds', clock_timestamp()), revoked_by = $2
   where id = $1 and revoked_at is null returning 1`,
);

/** False if it was revoked before. Index: primary key. */
export async function markRevoked(db: Queryable, id: string, by: string): Promise<boolean> {
  return (await db.query(REVOKE, [id, by])).length > 0;
}

const LIST = statement(
  'list_api_keys',
  `select ${COLUMNS} from api_key
   where ($1::text is null or project = $1) and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
);

/** Keys of a project, or all, newest first, one more than the page holds. Index: api_key_project, primary key. */
export function listApiKeys(db: Queryable, project: string | null, page: PageRequest): Promise<ApiKeyRow[]> {
  const [id] = page.after === undefined ? [null] : decodeCursor(page.after, ['uuid']);
  return db.query<ApiKeyRow>(LIST, [project, id, page.first + 1]);
}

const ANY = statement('any_api_key', 'select exists (select from api_key) as any');

/** Whether there is a key, or was one: a service that had keys stays closed when the last is revoked. Index: none, one row is enough. */
export async function anyApiKey(db: Queryable): Promise<boolean> {
  return (await db.query<{ any: boolean }>(ANY))[0]?.any === true;
}

const USED = statement(
  'api_key_used',
  `update api_key k set last_used_at = u.at
   from unnest($1::uuid[], $2::timestamptz[]) as u (id, at)
   where k.id = u.id and (k.last_used_at is null or k.last_used_at < u.at)`,
);

/** Says when some keys were used last. Index: primary key. */
export async function markUsed(db: Queryable, uses: ReadonlyMap<string, Date>): Promise<void> {
  await db.query(USED, [[...uses.keys()], [...uses.values()]]);
}
