import { decodeCursor, type PageRequest } from '../../../platform/database/keyset.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { ErasedFeatureRows, ErasedTrainingRows } from './erasure.type.js';

/** A proof of an erasure, as it is stored. */
export interface ErasureRow {
  readonly id: string;
  readonly entityId: string;
  readonly keyHash: string;
  readonly reason: string | null;
  readonly erasedBy: string;
  readonly erasedAt: Date;
  readonly featureRows: readonly ErasedFeatureRows[];
  readonly trainingRows: readonly ErasedTrainingRows[];
}

const COLUMNS = `id, entity_id as "entityId", key_hash as "keyHash", reason, erased_by as "erasedBy", erased_at as "erasedAt",
  feature_rows as "featureRows", training_rows as "trainingRows"`;

const ENSURE_SALT = statement(
  'ensure_erasure_salt',
  `with made as (insert into erasure_salt (entity_id, salt) values ($1, $2) on conflict do nothing returning salt)
   select salt from made union all select salt from erasure_salt where entity_id = $1 limit 1`,
);
const FIND_SALT = statement('find_erasure_salt', 'select salt from erasure_salt where entity_id = $1');

/** The salt of an entity; undefined if nothing of it was ever erased. Index: primary key. */
export async function findSalt(db: Queryable, entityId: string): Promise<Buffer | undefined> {
  return (await db.query<{ salt: Buffer }>(FIND_SALT, [entityId]))[0]?.salt;
}

/** The salt of an entity, `fresh` if it has none yet. Index: primary key. */
export async function ensureSalt(db: Queryable, entityId: string, fresh: Buffer): Promise<Buffer> {
  const [found] = await db.query<{ salt: Buffer }>(ENSURE_SALT, [entityId, fresh]);
  // Another transaction made it between this statement's snapshot and its insert: now it can be seen.
  const salt = found?.salt ?? (await findSalt(db, entityId));
  if (salt === undefined) throw new Error(`entity ${entityId} has no salt`);
  return salt;
}

const INSERT = statement(
  'insert_erasure',
  `insert into erasure (id, entity_id, key_hash, reason, erased_by, feature_rows, training_rows)
   values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
);

/** Keeps a proof. */
export async function insertErasure(db: Queryable, erasure: Omit<ErasureRow, 'erasedAt'>): Promise<ErasureRow> {
  const [row] = await db.query<ErasureRow>(INSERT, [
    erasure.id,
    erasure.entityId,
    erasure.keyHash,
    erasure.reason,
    erasure.erasedBy,
    JSON.stringify(erasure.featureRows),
    JSON.stringify(erasure.trainingRows),
  ]);
  if (row === undefined) throw new Error('the insertion gave no row');
  return row;
}

const NEWEST = statement(
  'newest_erasure',
  `select ${COLUMNS} from erasure where entity_id = $1 and key_hash = $2 order by id desc limit 1`,
);

/** The newest proof for a key. Index: erasure_by_key. */
export async function findNewestErasure(db: Queryable, entityId: string, keyHash: string): Promise<ErasureRow | null> {
  return (await db.query<ErasureRow>(NEWEST, [entityId, keyHash]))[0] ?? null;
}

const LIST = statement(
  'list_erasures',
  `select ${COLUMNS} from erasure
   where entity_id = $1 and ($2::text is null or key_hash = $2) and ($3::uuid is null or id < $3::uuid)
   order by id desc limit $4`,
);

/** Proofs of an entity, or of one of its keys, newest first, one more than the page holds. Index: erasure_by_key. */
export function listErasures(
  db: Queryable,
  entityId: string,
  keyHash: string | null,
  page: PageRequest,
): Promise<ErasureRow[]> {
  const [id] = page.after === undefined ? [null] : decodeCursor(page.after, ['uuid']);
  return db.query<ErasureRow>(LIST, [entityId, keyHash, id, page.first + 1]);
}
