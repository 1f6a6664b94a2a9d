import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { patientClients } from '../database/connections/patient-client.js';
import { type Queryable, runStatement, type Statement } from '../database/queryable.js';
import type { Logger } from '../telemetry/logger.js';
import { tryLockWork } from './job.sql.js';

/** Work that never ends, and that one process does at a time, of all services on a database. */
export interface StandingWork {
  readonly name: string;
  /** Works until the signal aborts; `db` is a connection of its own. What it throws is logged, and it begins anew. */
  run(signal: AbortSignal, db: Queryable): Promise<void>;
}

/** Milliseconds until it begins anew; twice as many each time that it broke off soon. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;
/** What went on for so long had begun well. */
const LONG_MS = 30_000;
/** How often a process asks whether the one that works has ended. */
const LOOK_MS = 1_000;
const BEAT_MS = 5_000;
/** The longest that one of its statements may take. */
const PATIENCE_MS = 60_000;
/** And the longest once the service stops: PostgreSQL may be silent. */
const LAST_WORD_MS = 2_000;
const Connection = patientClients(PATIENCE_MS);

/**
 * Does standing work under an advisory lock of a connection of its own: when the process dies, or its connection breaks, the lock goes with it and
 * another process begins. For a moment two may work, so whoever works must bear that.
 */
export class StandingWorker {
  private readonly stopping = new AbortController();
  private readonly workers: Promise<void>[] = [];

  constructor(
    private readonly connection: ClientConfig,
    private readonly logger: Logger,
  ) {}

  start(works: readonly StandingWork[]): void {
    for (const work of works) this.workers.push(this.keep(work));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.workers);
  }

  private async keep(work: StandingWork): Promise<void> {
    const { signal } = this.stopping;
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      const began = performance.now();
      try {
        await this.workInTurn(work);
      } catch (error) {
        if (!signal.aborted)
          this.logger.warn({ err: error, work: work.name }, 'standing work broke off; it begins anew');
      }
      if (performance.now() - began > LONG_MS) retryMs = FIRST_RETRY_MS;
      await pause(retryMs, signal);
      retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
    }
  }

  private async workInTurn(work: StandingWork): Promise<void> {
    const client = new Connection(this.connection);
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.once('end', () => lost.abort());
    const signal = AbortSignal.any([lost.signal, this.stopping.signal]);
    let beat: NodeJS.Timeout | undefined;
    let lastWord: NodeJS.Timeout | undefined;
    const hurry = () => {
      lastWord = setTimeout(() => client.giveUp(), LAST_WORD_MS);
    };
    this.stopping.signal.addEventListener('abort', hurry, { once: true });
    try {
      await client.connect();
      const query = <Row>(text: Statement, values?: readonly unknown[]) => runStatement<Row>(client, text, values);
      while (!(await tryLockWork({ query }, work.name))) {
        await pause(LOOK_MS, signal);
        if (signal.aborted) return;
      }
      beat = setInterval(() => void client.query('select 1').catch(() => lost.abort()), BEAT_MS);
      beat.unref();
      await work.run(signal, { query });
    } finally {
      clearInterval(beat);
      this.stopping.signal.removeEventListener('abort', hurry);
      clearTimeout(lastWord);
      await client.end().catch(() => undefined);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}
