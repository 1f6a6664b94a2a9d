import pg, { type Client as PgClient } from 'pg';
import { ResultLimit } from './result-limit.js';

/** How long the end of a connection may take before its socket is closed all the same. */
const FAREWELL_MS = 1_000;

/** What statements fail with on a connection that was given up. */
export class NoAnswerError extends Error {
  constructor() {
    super('the database did not answer in time');
    this.name = 'NoAnswerError';
  }
}

/**
 * A connection that is given up when PostgreSQL itself keeps no time limit any more: it is stopped, or the network swallows everything. Of a statement
 * that it waits for, it takes no more rows than fit in memory.
 */
export interface PatientClient extends PgClient {
  /** Milliseconds to wait for a statement; undefined: as long as it takes. */
  patienceMs: number | undefined;
  /** Closes the socket: what is under way fails with NoAnswerError, and PostgreSQL rolls it back when it notices. */
  giveUp(): void;
}

/** Makes the class of connections that wait for a statement at most so long, for the pools of `pg` and its clients. */
export function patientClients(patienceMs: number): new (options?: pg.ClientConfig) => PatientClient {
  return class extends pg.Client implements PatientClient {
    patienceMs: number | undefined = patienceMs;
    #timer: NodeJS.Timeout | undefined;
    readonly #limit: ResultLimit;

    constructor(options?: pg.ClientConfig) {
      const limit = new ResultLimit(() => this.patienceMs !== undefined);
      super({ ...options, types: limit.types });
      this.#limit = limit;
      // Emitted whenever everything that was asked is answered.
      this.on('drain', () => this.#stopWaiting());
      this.once('end', () => this.#stopWaiting());
    }

    // biome-ignore lint/suspicious/noExplicitAny: the overloads of `pg` stay as they are
    override query(...parameters: any[]): any {
      this.#limit.begin();
      if (this.#timer === undefined && this.patienceMs !== undefined)
        this.#timer = setTimeout(() => this.giveUp(), this.patienceMs);
      return (super.query as (...given: unknown[]) => unknown)(...parameters);
    }

    giveUp(): void {
      socketOf(this).destroy(new NoAnswerError());
    }

    override end(callback?: (error: Error) => void): Promise<void>;
    override end(callback: (error: Error) => void): void;
    override end(callback?: (error: Error) => void): Promise<void> | void {
      // `pg` would never tell whoever still waits for the connection.
      if (isConnecting(this)) socketOf(this).destroy(new Error('the connection was closed before it was there'));
      // A stopped server never closes its side.
      setTimeout(() => socketOf(this).destroy(), FAREWELL_MS).unref();
      return callback === undefined ? super.end() : super.end(callback);
    }

    #stopWaiting(): void {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  };
}

/** `pg` keeps its socket to itself. */
function socketOf(client: PgClient): { destroy(error?: Error): void } {
  return (client as unknown as { connection: { stream: { destroy(error?: Error): void } } }).connection.stream;
}

/** `pg` keeps that to itself, too. */
function isConnecting(client: PgClient): boolean {
  return (client as unknown as { _connecting: boolean })._connecting;
}
