import type { ClientBase } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { type Queryable, runStatement, type Statement } from './queryable.js';

/** One database transaction: TypeORM's manager and hand-written statements on the same connection. */
export interface Transaction extends Queryable {
  readonly manager: EntityManager;
  /** Runs `work` once the transaction has committed; never if it rolls back. */
  afterCommit(work: () => void): void;
}

/** Runs `work` in a transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(dataSource: DataSource, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    return await transactionOn(runner, work);
  } finally {
    await runner.release().catch(() => undefined);
  }
}

/** The same on a connection that is kept afterwards. */
export async function transactionOn<T>(runner: QueryRunner, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const committed: (() => void)[] = [];
  try {
    const client = (await runner.connect()) as ClientBase;
    await runner.startTransaction();
    const result = await work({
      manager: runner.manager,
      query: <Row>(statement: Statement, values?: readonly unknown[]) => runStatement<Row>(client, statement, values),
      afterCommit: (callback) => committed.push(callback),
    });
    await runner.commitTransaction();
    for (const callback of committed) callback();
    return result;
  } catch (error) {
    // A rollback on a broken connection fails too; the first error is the one that says why.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}
