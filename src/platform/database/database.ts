import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type Pool, type PoolClient } from 'pg';
import { DataSource, type DataSourceOptions, MigrationExecutor, type MigrationInterface } from 'typeorm';
import { FairShare } from './connections/fair-share.js';
import { lendClient } from './connections/lend-client.js';
import { patientClients } from './connections/patient-client.js';
import { type OpenSession, openSession, type Session } from './connections/session.js';
import { lockForMigrating, MIGRATION_TABLE, selectRunMigrations } from './migration.sql.js';
import { migrationProblem, unknownMigrations } from './migration-problem.js';
import { type Queryable, runStatement, type Statement } from './queryable.js';
import { refuseWrites } from './replica/read-only.sql.js';
import { inTransaction, type Transaction } from './transaction.js';

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Milliseconds after which PostgreSQL itself cancels a statement. */
  readonly statementTimeoutMs: number;
  readonly entities: NonNullable<DataSourceOptions['entities']>;
  readonly migrations: NonNullable<DataSourceOptions['migrations']>;
}

/** Whether the service can do its work right now; `problem` says why not. */
export type Readiness = { ready: true } | { ready: false; problem: string };

/** The most that a reader waits for a lock, in milliseconds: a table that somebody keeps locked must not hold up the rest. */
const READER_LOCK_MS = 5_000;
/** The most that anybody waits for a connection. */
const CONNECT_MS = 10_000;
/** PostgreSQL's own time limit comes first; it leaves the connection in order. */
const LATENESS_MS = 1_000;
/** The most that the question whether the service is ready may take. */
const READY_MS = 1_500;

/** The one pool of the service. TypeORM and the hand-written statements share its connections. */
export class Database implements Queryable {
  readonly dataSource: DataSource;
  /** Of its connections, for what needs the rows of one storage. */
  readonly shares: FairShare;
  private readonly commitListeners: (() => void)[] = [];
  private readonly connectionListeners: ((processId: number) => void)[] = [];

  /** Not connected yet. */
  constructor(private readonly options: DatabaseOptions) {
    const { statementTimeoutMs: limitMs } = options;
    const connectMs = Math.min(CONNECT_MS, limitMs);
    this.shares = new FairShare(Math.max(1, Math.floor(options.poolSize / 2)), connectMs);
    this.dataSource = new DataSource({
      type: 'postgres',
      // TypeORM would look for it by its name, and load it once more where it is built in.
      driver: pg,
      url: options.url,
      entities: options.entities,
      migrations: options.migrations,
      migrationsTableName: MIGRATION_TABLE,
      migrationsTransactionMode: 'all',
      applicationName: 'headwater',
      poolSize: options.poolSize,
      connectTimeoutMS: connectMs,
      poolErrorHandler: ignore, // an idle connection died; the next query opens another one
      extra: {
        Client: patientClients(limitMs + LATENESS_MS),
        onConnect: (client: PoolClient) => this.welcome(client),
        // Times are read and written as UTC text; every session must agree on that. A second process for a statement takes longer to start, and on busy cores far
        // longer, than most statements take: only what takes some tens of milliseconds alone gets one.
        options: `-c timezone=UTC -c datestyle=ISO -c statement_timeout=${limitMs} -c lock_timeout=${Math.min(READER_LOCK_MS, limitMs)} -c idle_in_transaction_session_timeout=60000 -c parallel_setup_cost=10000`,
      },
    });
  }

  /** Connects; throws what `pg` throws when there is nothing to connect to. */
  async connect(): Promise<this> {
    await this.dataSource.initialize();
    return this;
  }

  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  /** Runs one named statement. An aborted signal cancels it in PostgreSQL, not only here. */
  async query<Row>(statement: Statement, values?: readonly unknown[], signal?: AbortSignal): Promise<Row[]> {
    return this.withClient((client) => runStatement<Row>(client, statement, values), signal);
  }

  /** Runs `work` in a transaction, then tells the listeners of onCommit. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await inTransaction(this.dataSource, work, this.options.statementTimeoutMs);
    for (const listener of this.commitListeners) listener();
    return result;
  }

  /** A transaction that changes nothing which anybody caches, such as one that writes feature rows. */
  async quietTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return inTransaction(this.dataSource, work, this.options.statementTimeoutMs);
  }

  /** A transaction that looks at what something would do: PostgreSQL refuses whatever it would write. */
  async readOnlyTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.quietTransaction(async (tx) => {
      await refuseWrites(tx);
      return work({ ...tx, writes: false });
    });
  }

  /** Lends one connection for a long piece of work, such as reading a big file into a temporary table. */
  async withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.openSession();
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }

  /** The same for work that is not one function, such as streaming an answer. */
  openSession(): Promise<OpenSession> {
    return openSession(this.dataSource, this.pool.options, this.options.statementTimeoutMs);
  }

  /** Calls `listener` with the number of the process that PostgreSQL has for each connection made from now on. */
  onConnection(listener: (processId: number) => void): void {
    this.connectionListeners.push(listener);
  }

  /** Calls `listener` after every transaction that is not quiet. */
  onCommit(listener: () => void): void {
    this.commitListeners.push(listener);
  }

  /** Lends a pooled connection to `work`; while it runs, an abort cancels whatever the connection is executing. */
  withClient<T>(work: (client: PoolClient) => Promise<T>, signal?: AbortSignal | (() => AbortSignal)): Promise<T> {
    return lendClient(this.pool, work, signal);
  }

  /** Ready when PostgreSQL answers and every migration has run, and none of a newer Headwater. */
  async readiness(): Promise<Readiness> {
    const late = new AbortController();
    try {
      const run = await Promise.race([
        selectRunMigrations(this),
        sleep(READY_MS, undefined, { signal: late.signal }).then(() => {
          throw new Error(`no answer within ${READY_MS} ms`);
        }),
      ]);
      const problem = migrationProblem(this.knownMigrations(), run);
      return problem === undefined ? { ready: true } : { ready: false, problem };
    } catch (error) {
      return { ready: false, problem: `The database does not answer: ${(error as Error).message}` };
    } finally {
      late.abort();
    }
  }

  /** Runs the migrations that are missing, all in one transaction; gives their names. Throws for a database of a newer Headwater. */
  async migrate(): Promise<string[]> {
    // Rewriting a table may take longer than a request, and so may waiting for another service that does it.
    return this.withSession((session) =>
      session.transaction(async (tx) => {
        await lockForMigrating(tx);
        const problem = unknownMigrations(this.knownMigrations(), await selectRunMigrations(tx));
        if (problem !== undefined) throw new Error(problem);
        const executor = new MigrationExecutor(this.dataSource, tx.manager.queryRunner);
        executor.transaction = 'all';
        return (await executor.executePendingMigrations()).map(({ name }) => name);
      }),
    );
  }

  private knownMigrations(): string[] {
    return this.dataSource.migrations.map(nameOf);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  private welcome(client: PoolClient): void {
    // A connection that breaks fails its statement; without a listener it would end the process as well.
    client.on('error', ignore);
    const { processID } = client as unknown as { processID: number | null };
    if (processID) for (const listener of this.connectionListeners) listener(processID);
  }
}

function ignore(): void {}

function nameOf(migration: MigrationInterface): string {
  return migration.name ?? migration.constructor.name;
}
