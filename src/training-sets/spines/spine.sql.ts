import type { ClientBase } from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import type { ForgetfulTable } from '../../platform/database/forget-statistics.sql.js';
import { pageOfBytes } from '../../platform/database/page-of-bytes.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import { type Instant, instantFromPostgres } from '../../platform/time/instant.js';
import type { EncodedSpineRow } from './spine-encoder.js';

/** Names of the two tables of one training set: the kept spine, and the joined features. */
export const spineTable = (storage: number) => `training_spine_${storage}`;
export const rowsTable = (storage: number) => `training_rows_${storage}`;

const NEXT_STORAGE = statement('next_training_storage', `select nextval('training_storage')::int as storage`);

/** Takes the number of the next pair of tables. */
export async function takeTrainingStorage(db: Queryable): Promise<number> {
  const [row] = await db.query<{ storage: number }>(NEXT_STORAGE);
  if (row === undefined) throw new Error('nextval gave no row');
  return row.storage;
}

/** Makes the tables of a training set whose spine has so many key columns. Rows stand in the order of the spine. */
export async function createTrainingTables(db: Queryable, storage: number, keys: number): Promise<void> {
  const keyColumns = Array.from({ length: keys }, (_, index) => `k${index} text collate "C" not null, `).join('');
  await db.query(
    statement(
      '',
      `create table ${spineTable(storage)} (number bigint primary key, moment timestamptz not null, ${keyColumns}spine text not null)`,
    ),
  );
  await db.query(
    statement('', `create table ${rowsTable(storage)} (number bigint primary key, "values" text not null)`),
  );
}

/** Drops the tables of a training set that came to nothing. */
export async function dropTrainingTables(db: Queryable, storage: number): Promise<void> {
  await db.query(statement('', `drop table if exists ${spineTable(storage)}, ${rowsTable(storage)}`));
}

/** Empties the spine, for an attempt that begins anew. */
export async function emptySpine(db: Queryable, storage: number): Promise<void> {
  await db.query(statement('', `truncate ${spineTable(storage)}`));
}

/** A stream that takes the lines of spineLine. */
export function copyIntoSpine(client: ClientBase, storage: number): CopyStreamQuery {
  return client.query(copyFrom(`copy ${spineTable(storage)} from stdin`));
}

/** A line of COPY text. JSON text has no raw tab or line end, so only backslashes mean something else there. */
export function spineLine(number: number, { moment, keys, spine }: EncodedSpineRow): string {
  return `${[number, moment, ...keys, spine].join('\t').replaceAll('\\', '\\\\')}\n`;
}

/** Tells the planner how big the spine is. */
export async function analyzeSpine(db: Queryable, storage: number): Promise<void> {
  await db.query(statement('', `analyze ${spineTable(storage)}`));
}

/** How many rows a spine has, and the first moment of them. */
export async function measureSpine(db: Queryable, storage: number): Promise<{ rows: number; first: Instant }> {
  const [row] = await db.query<{ rows: number; first: string | null }>(
    statement('', `select count(*)::float8 as rows, min(moment)::text as first from ${spineTable(storage)}`),
  );
  return { rows: row?.rows ?? 0, first: row?.first == null ? 'infinity' : instantFromPostgres(row.first) };
}

/** A row of a kept spine. */
export interface SpineRow {
  readonly number: number;
  /** JSON array of its own columns. */
  readonly spine: string;
}

/** The rows of a kept spine behind a number, in order. Index: primary key. */
export function selectSpine(db: Queryable, storage: number, after: number, limit: number): Promise<SpineRow[]> {
  return db.query<SpineRow>(
    statement(
      `spine_${storage}`,
      pageOfBytes(
        `select number::float8 as number, spine from ${spineTable(storage)} where number > $1 order by number limit $2`,
        'number',
        'octet_length(spine)',
      ),
    ),
    [after, limit],
  );
}

/** The tables of a training set whose spine has so many key columns, for when rows are erased. */
export function forgetfulTrainingTables(storage: number, keys: number): ForgetfulTable[] {
  const keyColumns = Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, `'[]'`]));
  const isBlank = 'number = 0';
  return [
    { name: spineTable(storage), blank: { number: '0', moment: `'epoch'`, ...keyColumns, spine: `'[]'` }, isBlank },
    { name: rowsTable(storage), blank: { number: '0', values: `'[]'` }, isBlank },
  ];
}
