import type { ClientBase, PoolConfig } from 'pg';
import type { DataSource } from 'typeorm';
import { type Queryable, runStatement, type Statement, statement } from '../queryable.js';
import { type Transaction, transactionOn } from '../transaction.js';
import type { PatientClient } from './patient-client.js';
import { watchPulse } from './session-pulse.js';

/** One connection for a long piece of work: statements may take as long as they need, temporary tables stay between them. */
export interface Session extends Queryable {
  /** For what `pg` alone can do, such as COPY. */
  readonly client: ClientBase;
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

const NO_TIMEOUT = statement('', 'set statement_timeout = 0; set lock_timeout = 0');
const FORGET = statement(
  '',
  'reset statement_timeout; reset lock_timeout; discard temp; select pg_advisory_unlock_all()',
);

/** A session that somebody has to close. */
export interface OpenSession extends Session {
  close(): Promise<void>;
}

/** Takes a connection of the pool for a long piece of work. Its temporary tables and locks are gone when it is given back. */
export async function openSession(dataSource: DataSource, server: PoolConfig, silenceMs: number): Promise<OpenSession> {
  const runner = dataSource.createQueryRunner();
  const client: PatientClient = await runner.connect();
  const { patienceMs } = client;
  // The pulse of the database, not a time limit, says whether an answer is still to be expected.
  client.patienceMs = undefined;
  const stopWatching = watchPulse(client, server, silenceMs);
  const query = <Row>(text: Statement, values?: readonly unknown[]) => runStatement<Row>(client, text, values);
  try {
    await query(NO_TIMEOUT);
  } catch (error) {
    stopWatching();
    await client.end().catch(() => undefined);
    await runner.release().catch(() => undefined);
    throw error;
  }
  return {
    client,
    query,
    transaction: (work) => transactionOn(runner, work),
    async close() {
      stopWatching();
      client.patienceMs = patienceMs;
      // A connection that is broken, or still busy with what was given up, can't be lent again: the pool drops one that has ended.
      const idle = (client as unknown as { readyForQuery: boolean }).readyForQuery;
      const clean =
        idle &&
        (await query(FORGET).then(
          () => true,
          () => false,
        ));
      if (!clean) await client.end().catch(() => undefined);
      await runner.release().catch(() => undefined);
    },
  };
}
