import type { ForgetfulTable } from '../../../platform/database/forget-statistics.sql.js';
import { pageOfBytes } from '../../../platform/database/page-of-bytes.sql.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { BadRow } from '../rows/bad-row-json.js';

/** What an ingest is answered with, again and again under the same key. */
export interface IngestRecord {
  readonly id: string;
  readonly project: string;
  readonly idempotencyKey: string | undefined;
  /** What the key stands for: the request's parameters and the SHA-256 of its body. */
  readonly fingerprint: string | undefined;
  /** JSON text. */
  readonly answer: string;
  readonly createdBy: string;
}

const TRY_LOCK = statement(
  '',
  `select pg_try_advisory_lock(hashtextextended('headwater ingest ' || $1 || ' ' || $2, 0)) as locked`,
);

/** Takes a key for as long as the session lasts; false while another ingest has it. */
export async function tryLockKey(db: Queryable, project: string, key: string): Promise<boolean> {
  return (await db.query<{ locked: boolean }>(TRY_LOCK, [project, key]))[0]?.locked === true;
}

export type KnownIngest = { readonly fingerprint: string } & Pick<IngestRecord, 'answer' | 'createdBy'>;

const FIND = statement(
  'find_ingest',
  'select fingerprint, answer::text, created_by as "createdBy" from ingest where project = $1 and idempotency_key = $2',
);

/** What was ingested under a key. Index: ingest_key. */
export async function findIngest(db: Queryable, project: string, key: string): Promise<KnownIngest | undefined> {
  return (await db.query<KnownIngest>(FIND, [project, key]))[0];
}

const INSERT = statement(
  'insert_ingest',
  `insert into ingest (id, project, idempotency_key, fingerprint, answer, created_by) values ($1, $2, $3, $4, $5, $6)`,
);

/** Keeps an ingest. Throws a unique violation when its key was used meanwhile. */
export async function insertIngest(db: Queryable, record: IngestRecord): Promise<void> {
  await db.query(INSERT, [
    record.id,
    record.project,
    record.idempotencyKey ?? null,
    record.fingerprint ?? null,
    record.answer,
    record.createdBy,
  ]);
}

const KEEP_BAD_ROWS = statement(
  '',
  `insert into ingest_bad_row (ingest_id, row, problem, content)
   select $1, row, problem, content from ingest_stage where problem is not null`,
);
const FORGET_BAD_ROWS = statement(
  'forget_bad_rows',
  `delete from ingest_bad_row b using ingest i where i.id = b.ingest_id and i.created_at < now() - interval '7 days'`,
);

/** Keeps the staged rows that were refused, and forgets those older than a week. Index: ingest_age. */
export async function keepBadRows(db: Queryable, ingestId: string): Promise<void> {
  await db.query(FORGET_BAD_ROWS);
  await db.query(KEEP_BAD_ROWS, [ingestId]);
}

const BAD_ROWS = statement(
  'bad_rows',
  pageOfBytes(
    `select b.row::int, b.problem, b.content from ingest_bad_row b
     join ingest i on i.id = b.ingest_id
     where b.ingest_id = $1 and i.project = $2 and b.row > $3 order by b.row limit $4`,
    'row',
    'octet_length(content)',
  ),
);

/** The refused rows of an ingest behind a row number, in order, a page of them. Index: primary key. */
export function selectBadRows(
  db: Queryable,
  ingestId: string,
  project: string,
  after: number,
  limit: number,
): Promise<BadRow[]> {
  return db.query<BadRow>(BAD_ROWS, [ingestId, project, after, limit]);
}

const CREATOR = statement(
  'ingest_creator',
  'select created_by as "createdBy" from ingest where id = $1 and project = $2',
);

/** Who sent an ingest of a project; undefined where there is no such ingest. Index: primary key. */
export async function ingestCreator(db: Queryable, id: string, project: string): Promise<string | undefined> {
  return (await db.query<{ createdBy: string }>(CREATOR, [id, project]))[0]?.createdBy;
}

/** An ingest that refused rows. */
export interface RefusingIngest {
  readonly id: string;
  /** JSON text. */
  readonly answer: string;
}

const INGESTS = 50;
/* The fields that stand before everything a client sent. To take them by `->>`, PostgreSQL would read the whole answer, and fail at a refused row
 * that holds U+0000 or half a surrogate pair. */
const REFUSING = statement(
  'ingests_with_bad_rows',
  pageOfBytes(
    `select id, answer::text as answer from ingest
     where id > $3 and id <> all($4) and project = $1
       and substring(answer::text from '"featureSet": ?"([^"]*)"') = any($2)
       and substring(answer::text from '"rejected": ?(\\d+)') <> '0'
     order by id limit ${INGESTS}`,
    'id',
    'octet_length(answer)',
  ),
);

/** The ingests into some feature set versions that refused rows, behind an id and but for some that are known, a page of them. Index: primary key. */
export function selectRefusingIngests(
  db: Queryable,
  project: string,
  featureSets: readonly string[],
  { after, known }: { readonly after: string | undefined; readonly known: readonly string[] },
): Promise<RefusingIngest[]> {
  return db.query(REFUSING, [project, featureSets, after ?? '00000000-0000-0000-0000-000000000000', known]);
}

const DELETE_BAD_ROWS = statement(
  'delete_bad_rows',
  'delete from ingest_bad_row where ingest_id = $1 and row = any($2::bigint[])',
);
const PUT_ANSWER = statement('put_ingest_answer', 'update ingest set answer = $2 where id = $1');

/** Takes refused rows out of what an ingest keeps, and out of its answer. Indexes: primary keys. */
export async function forgetRefusedRows(
  db: Queryable,
  ingestId: string,
  rows: readonly number[],
  answer: string,
): Promise<void> {
  await db.query(DELETE_BAD_ROWS, [ingestId, rows]);
  await db.query(PUT_ANSWER, [ingestId, answer]);
}

const MAY_NAME = statement(
  'statistics_of_bad_rows',
  `select from pg_stats where schemaname = current_schema() and tablename = 'ingest_bad_row' and attname in ('content', 'problem')
     and exists (select from ingest) limit 1`,
);

/** Whether PostgreSQL keeps statistics of refused rows, which may name what rows held that are gone since. */
export async function hasStatisticsOfBadRows(db: Queryable): Promise<boolean> {
  return (await db.query(MAY_NAME)).length > 0;
}

/** The refused rows, for when some of them are erased. */
export const FORGETFUL_BAD_ROWS: ForgetfulTable = {
  name: 'ingest_bad_row',
  blank: { ingest_id: '(select id from ingest limit 1)', row: '-1', problem: `'{}'`, content: `'null'` },
  isBlank: 'row = -1',
};
