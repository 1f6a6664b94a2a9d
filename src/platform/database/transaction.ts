import type { ClientBase } from 'pg';
import { type DataSource, type EntityManager, type QueryRunner, QueryRunnerAlreadyReleasedError } from 'typeorm';
import { HeadwaterError } from '../errors.js';
import { CommitUnknownError, isConnectionError } from './connections/database-errors.js';
import { type Queryable, runStatement, type Statement } from './queryable.js';

/** One database transaction: TypeORM's manager and hand-written statements on the same connection. */
export interface Transaction extends Queryable {
  readonly manager: EntityManager;
  /** False where PostgreSQL refuses to write, and to lock rows. */
  readonly writes: boolean;
  /** Runs `work` at the very end, in order, and commits if it succeeds: for what takes locks that many others want. */
  beforeCommit(work: () => Promise<void>): void;
  /** The same behind all of that, for what needs every lock to be held. */
  lastly(work: () => Promise<void>): void;
  /** Calls `listener` once it has been committed. */
  afterCommit(listener: () => void): void;
  /** What is remembered under a key for as long as the transaction runs. */
  recall<T extends object>(key: MemoryKey<T>): T;
}

/** Says what a transaction remembers before anything is added to it. */
export interface MemoryKey<T extends object> {
  readonly blank: (tx: Transaction) => T;
}

/** Whether rows that are locked here stay so until something is committed. */
export function canLockRows(db: Queryable): boolean {
  return 'writes' in db && db.writes === true;
}

/** Runs `work` in a transaction: committed when it returns, rolled back when it throws, or when it takes longer than `limitMs`. */
export async function inTransaction<T>(
  dataSource: DataSource,
  work: (tx: Transaction) => Promise<T>,
  limitMs = Number.POSITIVE_INFINITY,
): Promise<T> {
  const deadline = performance.now() + limitMs;
  const runner = dataSource.createQueryRunner();
  try {
    const begin = async (tx: Transaction) => {
      // Readers give up soon where something is locked; writers take their turn.
      await runner.query('set local lock_timeout = 0');
      return work(tx);
    };
    return await transactionOn(runner, begin, () => {
      if (performance.now() > deadline)
        throw new HeadwaterError('TIMEOUT', 'The request took longer than the service allows; nothing was changed.');
    });
  } finally {
    await runner.release().catch(() => undefined);
  }
}

/** The same on a connection that is kept afterwards, whatever time it takes. Where `check` throws, nothing is committed. */
export async function transactionOn<T>(
  runner: QueryRunner,
  work: (tx: Transaction) => Promise<T>,
  check: () => void = () => undefined,
): Promise<T> {
  const client: ClientBase = await runner.connect();
  const last: (() => Promise<void>)[] = [];
  const veryLast: (() => Promise<void>)[] = [];
  const listeners: (() => void)[] = [];
  const memory = new Map<MemoryKey<object>, object>();
  let lost: Error | undefined;
  const lose = (error: Error) => {
    lost ??= error;
  };
  client.on('error', lose);
  try {
    await runner.startTransaction();
    const tx: Transaction = {
      manager: runner.manager,
      writes: true,
      query: <Row>(statement: Statement, values?: readonly unknown[]) => runStatement<Row>(client, statement, values),
      beforeCommit: (callback) => last.push(callback),
      lastly: (callback) => veryLast.push(callback),
      afterCommit: (listener) => listeners.push(listener),
      recall<T extends object>(key: MemoryKey<T>): T {
        const known = memory.get(key) ?? key.blank(tx);
        memory.set(key, known);
        return known as T;
      },
    };
    const result = await work(tx);
    for (const callback of last) await callback();
    for (const callback of veryLast) await callback();
    check();
    await commit(runner);
    for (const listener of listeners) listener();
    return result;
  } catch (error) {
    // A rollback on a broken connection fails too; the first error is the one that says why.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    // TypeORM lets go of a connection that breaks between two statements, and then says only that.
    throw error instanceof QueryRunnerAlreadyReleasedError && lost !== undefined ? lost : error;
  } finally {
    client.removeListener('error', lose);
  }
}

async function commit(runner: QueryRunner): Promise<void> {
  if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
  try {
    await runner.commitTransaction();
  } catch (error) {
    throw isConnectionError(error as Error) ? new CommitUnknownError(error as Error) : error;
  }
}
