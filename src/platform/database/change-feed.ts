import type { ClientConfig } from 'pg';
import type { Logger } from '../telemetry/logger.js';
import { type PatientClient, patientClients } from './connections/patient-client.js';

const RETRY_MS = 1000;
/** A connection that lost its other side without a word is found out by asking. */
const BEAT_MS = 5_000;
const Connection = patientClients(BEAT_MS);

/**
 * Says when something that this process caches has changed, here or in another process (LISTEN/NOTIFY).
 * While the connection to PostgreSQL is down nothing is known, so `reliable` is false and caches are not to be used.
 */
export class ChangeFeed {
  private generation = 0;
  private listening = false;
  private closed = false;
  private readonly listeners = new Set<() => void>();
  private client: PatientClient | undefined;
  private beat: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly connection: ClientConfig,
    private readonly channel: string,
    private readonly logger: Logger,
  ) {}

  /** Grows with every change. What was cached under an older number is stale. */
  get current(): number {
    return this.generation;
  }

  get reliable(): boolean {
    return this.listening;
  }

  /** Counts a change that this process made itself, before its notification comes back. */
  changedHere(): void {
    this.generation++;
    for (const listener of this.listeners) listener();
  }

  /** Calls back at every change, and whenever one may have been missed; until the function that it gives is called. */
  whenChanged(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async start(): Promise<void> {
    try {
      // A connection of its own: it must not be lent to anybody else, nor take a place in the pool.
      const client = new Connection(this.connection);
      this.client = client;
      client.on('notification', () => this.changedHere());
      client.on('error', () => this.lost(client));
      client.once('end', () => this.lost(client));
      await client.connect();
      await client.query(`listen ${this.channel}`);
      // Something may have changed before the connection listened.
      this.changedHere();
      this.listening = true;
      this.beat = setInterval(() => void client.query('select 1').catch(() => undefined), BEAT_MS);
      this.beat.unref();
    } catch (error) {
      if (this.closed) return;
      this.logger.warn({ err: error }, 'cannot listen for changes; caches are off until it works');
      this.lost(this.client);
    }
  }

  async stop(): Promise<void> {
    this.closed = true;
    this.listening = false;
    clearTimeout(this.retry);
    clearInterval(this.beat);
    await this.client?.end().catch(() => undefined);
  }

  private lost(client: PatientClient | undefined): void {
    if (this.client !== client) return;
    this.listening = false;
    clearInterval(this.beat);
    this.client = undefined;
    void client?.end().catch(() => undefined);
    if (this.closed) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.start(), RETRY_MS);
    this.retry.unref();
  }
}
