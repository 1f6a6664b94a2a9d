import type { ClientBase, QueryResult } from 'pg';

/** A hand-written statement. Its name makes `pg` prepare it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Anything that runs a named statement: the pool, or one transaction. */
export interface Queryable {
  /** Rows as objects keyed by column alias. `timestamptz` comes as Date, `jsonb` parsed, `bigint` and `numeric` as text. */
  query<Row>(statement: Statement, values?: readonly unknown[], signal?: AbortSignal): Promise<Row[]>;
}

/** Runs one named statement on a connection. */
export async function runStatement<Row>(
  client: ClientBase,
  statement: Statement,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = (await client.query({ ...statement, values: [...values] })) as unknown as QueryResult<Row & object>;
  return result.rows;
}

/** Names a statement after what it does, so that it shows up readably in `pg_prepared_statements`. */
export function statement(name: string, text: string): Statement {
  return { name, text };
}
