import pg, { type Pool } from 'pg';
import type { Logger } from '../../telemetry/logger.js';
import { now } from '../../time/instant.js';
import { isConnectionError } from '../connections/database-errors.js';
import { FairShare } from '../connections/fair-share.js';
import { lendClient } from '../connections/lend-client.js';
import { type PatientClient, patientClients } from '../connections/patient-client.js';
import type { Database } from '../database.js';
import { type Queryable, runStatement } from '../queryable.js';
import { type Reader, type ReaderQuestion, type Reading, readPrimary } from './reader.js';
import { replayedUntil, serverIdentity, writtenUntil } from './replica.sql.js';
import { ReplicaFreshness } from './replica-freshness.js';

export interface ReplicaOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** Answers that lack what was committed longer ago than this come from the primary instead. */
  readonly maxStalenessMs: number;
}

const SAMPLE_MS = 250;
const CONNECT_MS = 2_000;
const UNDEFINED_TABLE = '42P01';

/** Reads from a replica while it is fresh enough, else from the primary. */
export class ReplicaReader implements Reader {
  private readonly pool: Pool;
  private readonly shares: FairShare;
  private readonly connections = new Set<PatientClient>();
  private readonly freshness: ReplicaFreshness;
  private serving: boolean | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly primary: Database,
    options: ReplicaOptions,
    private readonly logger: Logger,
  ) {
    this.freshness = new ReplicaFreshness(options.maxStalenessMs);
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.poolSize,
      connectionTimeoutMillis: CONNECT_MS,
      Client: patientClients(options.statementTimeoutMs),
      application_name: 'headwater',
      options: `-c timezone=UTC -c datestyle=ISO -c statement_timeout=${options.statementTimeoutMs} -c default_transaction_read_only=on`,
    });
    this.shares = new FairShare(Math.max(1, Math.floor(options.poolSize / 2)), CONNECT_MS);
    this.pool.on('error', () => undefined);
    // Every connection of the pool is a patient one.
    this.pool.on('connect', (client) => {
      client.on('error', () => undefined);
      this.connections.add(client as unknown as PatientClient);
    });
    this.pool.on('remove', (client) => this.connections.delete(client as unknown as PatientClient));
  }

  /** Begins to watch the replica. Throws if it answers and is no replica of the primary. */
  async start(): Promise<void> {
    await this.requireReplica();
    await this.sample();
  }

  async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.pool.end();
  }

  async read<T>(question: ReaderQuestion<T>): Promise<Reading<T>> {
    const { work, signal, storages } = question;
    const freshAt = this.freshness.at(performance.now());
    if (freshAt !== undefined) {
      try {
        return { value: await this.shares.use(storages, () => lendClient(this.pool, work, signal), signal), freshAt };
      } catch (error) {
        // The replica went away, or a definition is younger than what it has replayed: the primary can answer.
        if (!isConnectionError(error as Error) && (error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
        this.note(false);
      }
    }
    return readPrimary(this.primary, question);
  }

  private async requireReplica(): Promise<void> {
    const own = await serverIdentity(this.primary);
    const other = await serverIdentity(this.replica).catch(() => undefined);
    if (other === undefined || (other.identity === own.identity && other.standby)) return;
    throw new Error(
      other.identity === own.identity
        ? 'READ_DATABASE_URL names the primary itself; it has to be a streaming replica of it, or be left out.'
        : 'READ_DATABASE_URL names another PostgreSQL; it has to be a streaming replica of the one of DATABASE_URL.',
    );
  }

  private readonly replica: Queryable = {
    query: (text, values) =>
      lendClient(this.pool, (client) => runStatement(client, text, values), AbortSignal.timeout(CONNECT_MS)),
  };

  private async sample(): Promise<void> {
    try {
      const [time, instant] = [performance.now(), now()];
      this.freshness.sample({ time, instant, place: await writtenUntil(this.primary) });
      this.freshness.replayed(await this.replayed());
      this.note(this.freshness.at(time) !== undefined);
    } catch {
      this.note(false);
    }
    if (this.closed) return;
    this.timer = setTimeout(() => void this.sample(), SAMPLE_MS);
    this.timer.unref();
  }

  /** A replica that doesn't say how far it is won't answer those who wait for it either: they turn to the primary. */
  private async replayed(): Promise<bigint> {
    try {
      return await replayedUntil(this.replica);
    } catch (error) {
      for (const connection of this.connections) connection.giveUp();
      throw error;
    }
  }

  /** Says it once when reads move from one to the other. */
  private note(serving: boolean): void {
    if (serving === this.serving || this.closed) return;
    this.serving = serving;
    if (serving) this.logger.info('lookups read from the replica');
    else this.logger.warn('the replica is stale or away; lookups read from the primary');
  }
}
