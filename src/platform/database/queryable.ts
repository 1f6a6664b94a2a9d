import type { ClientBase, QueryArrayConfig, QueryArrayResult, QueryConfig, QueryResult } from 'pg';

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
  const result = await runQuery(client, { ...statement, values: [...values] });
  return (result as QueryResult<Row & object>).rows;
}

/**
 * Runs a query on a connection. By callback: the promise that `pg` makes itself keeps the rows alive until a major garbage
 * collection, and copying them until then makes each minor one take six times as long (seen with pg 8.23).
 */
export async function runQuery(
  client: ClientBase,
  query: QueryConfig | QueryArrayConfig,
): Promise<QueryResult | QueryArrayResult> {
  try {
    return await new Promise((resolve, reject) => {
      client.query(query, (error: Error | null, result: QueryResult) => (error ? reject(error) : resolve(result)));
    });
  } catch (error) {
    // Else the stack ends in the socket that the error came from, and doesn't tell whose statement it was.
    Error.captureStackTrace(error as Error);
    throw error;
  }
}

const LONGEST_NAME = 63;

/** Names a statement after what it does, so that it shows up readably in `pg_prepared_statements`. */
export function statement(name: string, text: string): Statement {
  // PostgreSQL cuts what is longer, and takes two statements for one.
  if (name.length > LONGEST_NAME) throw new Error(`The name of a statement has ${name.length} characters: ${name}`);
  return { name, text };
}
