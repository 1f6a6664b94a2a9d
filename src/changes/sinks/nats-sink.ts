import { connect, headers, type NatsConnection, RequestError } from '@nats-io/transport-node';
import type { Graph } from '../../graph/graph.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { Queryable } from '../../platform/database/queryable.js';
import type { StandingWork } from '../../platform/jobs/standing-work.js';
import { changeData } from '../events/change-data.js';
import { STRUCTURED, structured } from '../events/cloud-event.js';
import type { FeedPage } from '../feed/changes-after.js';
import type { FeedAlarm } from '../feed/feed-alarm.js';
import { putProgress, selectProgress } from '../feed/progress.sql.js';
import type { SealedChange } from '../record/change-record.js';
import { natsSubject } from './nats-subject.js';

const PROGRESS = 'nats';
/** Changes that are on their way at once. */
const PAGE = 100;
const ACK_MS = 10_000;
const CONNECT_MS = 10_000;
const PATROL_MS = 5_000;
const GATHER_MS = 10;

export interface NatsSettings {
  /** Such as `nats://user:password@host:4222`, several by comma. */
  readonly url: string;
  /** What subjects begin with. */
  readonly subject: string;
}

export interface NatsSinkDeps {
  readonly graph: Graph;
  readonly alarm: FeedAlarm;
  readonly changesAfter: (after: number, filter: object, limit: number) => Promise<FeedPage>;
  readonly source: string;
  readonly nats: NatsSettings;
}

/**
 * Publishes the feed to a stream of NATS, from its beginning, as CloudEvents. How far it has come is noted once the stream has said that it keeps a
 * change, so each comes at least once; the stream drops those that it knows by their id.
 */
export class NatsSink implements StandingWork {
  readonly name = 'nats';

  constructor(private readonly deps: NatsSinkDeps) {}

  async run(signal: AbortSignal, db: Queryable): Promise<void> {
    const connection = await this.open();
    const close = () => void connection.close().catch(() => undefined);
    signal.addEventListener('abort', close);
    try {
      while (!signal.aborted) {
        const more = await this.publishPage(connection, db);
        if (!more) await this.deps.alarm.wait({ atLeastMs: GATHER_MS, atMostMs: PATROL_MS, signal });
      }
    } finally {
      signal.removeEventListener('abort', close);
      await connection.close().catch(() => undefined);
    }
  }

  private open(): Promise<NatsConnection> {
    const { url } = this.deps.nats;
    const servers = url.split(',').map((server) => new URL(server.trim()));
    const [{ username, password } = { username: '', password: '' }] = servers;
    const login = password === '' ? { token: decode(username) } : { user: decode(username), pass: decode(password) };
    return connect({
      servers: servers.map(({ host }) => host),
      ...(username !== '' && login),
      ...(servers.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
      name: 'headwater',
      timeout: CONNECT_MS,
      // Whoever is not there is asked again from the beginning, under the lock of this work.
      reconnect: false,
    });
  }

  /** Whether there is more. */
  private async publishPage(connection: NatsConnection, db: Queryable): Promise<boolean> {
    const { graph, changesAfter } = this.deps;
    const position = await selectProgress(db, PROGRESS);
    const page = await changesAfter(position, {}, PAGE);
    const nodes = await graph.nodes.load(page.changes.flatMap(({ nodes: ids }) => ids));
    await Promise.all(page.changes.map((change) => this.publish(connection, change, nodes)));
    if (page.position > position) await putProgress(db, PROGRESS, page.position);
    return page.more;
  }

  private async publish(
    connection: NatsConnection,
    change: SealedChange,
    nodes: ReadonlyMap<string, GraphNode>,
  ): Promise<void> {
    const { nats, source } = this.deps;
    const subject = natsSubject(nats.subject, change.project, change.action);
    const told = headers();
    told.set('Content-Type', STRUCTURED);
    told.set('Nats-Msg-Id', change.id);
    try {
      const answer = await connection.request(subject, structured(changeData(change, nodes), source), {
        timeout: ACK_MS,
        headers: told,
      });
      const { error } = answer.json<{ readonly error?: { readonly description?: string } }>();
      if (error !== undefined)
        throw new Error(`NATS does not keep ${subject}: ${error.description ?? 'it says no more'}`);
    } catch (error) {
      if (error instanceof RequestError && error.isNoResponders())
        throw new Error(`No stream of NATS takes ${subject}; make one for ${nats.subject}.>`, { cause: error });
      throw error;
    }
  }
}

function decode(text: string): string {
  return decodeURIComponent(text);
}
