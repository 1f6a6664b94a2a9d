import { type Queryable, statement } from './queryable.js';

/** A table, and how to write a row into it that says nothing: PostgreSQL keeps the statistics of a table that has become empty. */
export interface ForgetfulTable {
  readonly name: string;
  /** Column → SQL. */
  readonly blank: Readonly<Record<string, string>>;
  /** SQL that is true of the blank row alone. */
  readonly isBlank: string;
}

/**
 * Takes new statistics of a table, in the transaction that has deleted rows from it: what the planner had noted of them (most common values,
 * bounds of histograms) is gone when the transaction commits. Nobody sees the blank row.
 */
export async function renewStatistics(db: Queryable, { name, blank, isBlank }: ForgetfulTable): Promise<void> {
  const columns = Object.keys(blank).map((column) => `"${column}"`);
  const values = Object.values(blank).join(', ');
  const insert = `insert into ${name} (${columns.join(', ')}) select ${values} where not exists (select from ${name}) returning 1`;
  const wasEmpty = (await db.query(statement('', insert))).length > 0;
  await db.query(statement('', `analyze ${name}`));
  if (wasEmpty) await db.query(statement('', `delete from ${name} where ${isBlank}`));
}

const KNOWING = statement(
  'tables_with_statistics_of',
  `select distinct tablename as name from pg_stats
   where schemaname = current_schema() and tablename = any($1)
     and ($2 = any(most_common_vals::text::text[]) or $2 = any(histogram_bounds::text::text[]))`,
);

/** Those of some tables whose statistics name a value. */
export async function selectTablesNaming(
  db: Queryable,
  tables: readonly string[],
  value: string,
): Promise<ReadonlySet<string>> {
  return new Set((await db.query<{ name: string }>(KNOWING, [tables, value])).map(({ name }) => name));
}
