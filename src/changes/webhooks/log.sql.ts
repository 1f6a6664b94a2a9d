import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { DeliveryStatus, WebhookAttempt } from './webhook.type.js';

export interface DeliveryRow {
  readonly id: string;
  readonly position: number;
  readonly action: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly queuedAt: Date;
  readonly dueAt: Date;
  readonly endedAt: Date | null;
}

const COLUMNS = `d.id, d.position::float8 as position, s.action, d.status, d.attempts, d.queued_at as "queuedAt", d.due_at as "dueAt",
  d.ended_at as "endedAt"`;

const LIST = statement(
  'list_deliveries',
  `select ${COLUMNS} from webhook_delivery d join change_seal s on s.position = d.position
   where d.webhook_id = $1 and ($2::text is null or d.status = $2) and ($3::bigint is null or d.position < $3)
   order by d.position desc limit $4`,
);

/** Those of a webhook, newest change first, one more than the page holds. Index: webhook_delivery_list. */
export function listDeliveries(
  db: Queryable,
  webhookId: string,
  status: DeliveryStatus | null,
  page: PageRequest,
): Promise<DeliveryRow[]> {
  const [position] = page.after === undefined ? [null] : decodeCursor(page.after, ['bigint']);
  return db.query<DeliveryRow>(LIST, [webhookId, status, position, page.first + 1]);
}

const ATTEMPTS = statement(
  'list_attempts',
  `select delivery_id as "deliveryId", number, at, duration_ms as "durationMs", http_status as "httpStatus", error, answer
   from webhook_attempt where delivery_id = any($1) order by delivery_id, number`,
);

/** How often each was tried, and how that went. Index: primary key. */
export function selectAttempts(
  db: Queryable,
  deliveryIds: readonly string[],
): Promise<(WebhookAttempt & { readonly deliveryId: string })[]> {
  return db.query(ATTEMPTS, [deliveryIds]);
}

const REPLAYED = `status = 'PENDING', failures = 0, due_at = now(), queued_at = now(), ended_at = null`;

const REPLAY = statement(
  'replay_delivery',
  `with eager as (
     -- Whoever replays doesn't want to wait.
     update webhook w set paused_until = null from webhook_delivery d
     where d.id = $1 and w.id = d.webhook_id and w.project = $2
   ), replayed as (
     update webhook_delivery d set ${REPLAYED}
     from webhook w
     where d.id = $1 and w.id = d.webhook_id and w.project = $2 and w.deleted_at is null and d.status <> 'PENDING'
     returning d.*
   )
   select ${COLUMNS} from replayed d join change_seal s on s.position = d.position`,
);

/** Queues a delivery of a project that has ended; undefined where there is none. Index: primary keys. */
export async function replayDelivery(db: Queryable, id: string, project: string): Promise<DeliveryRow | undefined> {
  return (await db.query<DeliveryRow>(REPLAY, [id, project]))[0];
}

const REPLAY_DEAD = statement(
  'replay_dead_deliveries',
  `with eager as (update webhook set paused_until = null where id = $1)
   update webhook_delivery set ${REPLAYED}
   where id in (
     select id from webhook_delivery where webhook_id = $1 and status = 'DEAD' order by position limit $2
   ) returning 1`,
);

/** Queues the dead deliveries of a webhook, oldest first, at most so many; gives how many. Index: webhook_delivery_list. */
export async function replayDeadDeliveries(db: Queryable, webhookId: string, limit: number): Promise<number> {
  return (await db.query(REPLAY_DEAD, [webhookId, limit])).length;
}
