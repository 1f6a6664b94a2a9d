import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import { type Queryable, runStatement, type Statement, statement } from './queryable.js';
import { type Transaction, transactionOn } from './transaction.js';

/** One connection for a long piece of work: statements may take as long as they need, temporary tables stay between them. */
export interface Session extends Queryable {
  /** For what `pg` alone can do, such as COPY. */
  readonly client: ClientBase;
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

const NO_TIMEOUT = statement('', 'set statement_timeout = 0');
const FORGET = statement('', 'reset statement_timeout; discard temp; select pg_advisory_unlock_all()');

/** Lends a connection of the pool for a long piece of work. Its temporary tables are gone afterwards; on failure the connection is too. */
export async function inSession<T>(dataSource: DataSource, work: (session: Session) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const client = (await runner.connect()) as ClientBase & { end(): Promise<void> };
  const query = <Row>(text: Statement, values?: readonly unknown[]) => runStatement<Row>(client, text, values);
  try {
    await query(NO_TIMEOUT);
    const result = await work({ client, query, transaction: (inner) => transactionOn(runner, inner) });
    await query(FORGET);
    return result;
  } catch (error) {
    // What it was doing when it failed can't be known; the pool drops a connection that has ended.
    await client.end().catch(() => undefined);
    throw error;
  } finally {
    await runner.release().catch(() => undefined);
  }
}
