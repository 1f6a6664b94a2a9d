import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { CHANGE_COLUMNS, type SealedChange } from '../../record/change-record.js';
import type { DeliveryStatus, WebhookFormat } from '../webhook.type.js';

/** Positions of the feed that are queued by one statement, for up to a thousand webhooks each. */
const STRIDE = 50;

//   progress 40      the webhooks begin at 10 and 55      the feed ends at 70      stride 20
//   after = greatest(40, 10) = 40, until = least(40 + 20, 70) = 60: what is new for the first up to 60, for the second behind 55
const QUEUE = statement(
  'queue_deliveries',
  `with told as (
     select min(from_position) as first from webhook where deleted_at is null and disabled_at is null
   ), page as (
     select p.after, least(p.after + ${STRIDE}, p.last) as until, p.last
     from (
       select greatest(f.position, t.first) as after, (select coalesce(max(position), 0) from change_seal) as last
       from told t, (select position from feed_progress where name = 'webhooks' for update) f
     ) p where p.after < p.last
   ), queued as (
     insert into webhook_delivery (webhook_id, position)
     select w.id, s.position
     from page
     join change_seal s on s.position > page.after and s.position <= page.until
     join webhook w on w.project = s.project and s.position > w.from_position and w.disabled_at is null and w.deleted_at is null
       and (w.actions is null or s.action = any(w.actions))
     on conflict do nothing
   ), noted as (
     update feed_progress f set position = page.until from page where f.name = 'webhooks'
   )
   select until < last as more from page`,
);

/** Queues the next changes of the feed for each webhook that wants them, and notes how far that was; whether there are more. Index: primary keys, webhook_list. */
export async function queueDeliveries(db: Queryable): Promise<boolean> {
  return (await db.query<{ more: boolean }>(QUEUE))[0]?.more === true;
}

const DUE = statement(
  'due_webhooks',
  `select w.id from webhook w
   cross join lateral (
     select due_at from webhook_delivery
     where webhook_id = w.id and status = 'PENDING' and due_at <= now() order by due_at limit 1
   ) d
   where w.deleted_at is null and w.disabled_at is null and (w.paused_until is null or w.paused_until <= now())
     and (w.failures > 0) = $1 and w.id <> all($2)
   order by d.due_at limit $3`,
);

/** Webhooks that something is due for, who has waited longest first: those that fail, or those that don't; not these. Index: webhook_delivery_due. */
export async function selectDueWebhooks(
  db: Queryable,
  isFailing: boolean,
  but: readonly string[],
  limit: number,
): Promise<string[]> {
  return (await db.query<{ id: string }>(DUE, [isFailing, but, limit])).map(({ id }) => id);
}

/** A delivery that is due, with all that it takes. */
export interface DueDelivery extends SealedChange {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly url: string;
  readonly format: WebhookFormat;
  readonly secret: string;
  readonly formerSecret: string | null;
  /** Since it was queued. */
  readonly failures: number;
  /** Of the webhook, one after the other. */
  readonly failuresOfWebhook: number;
  readonly failingSince: Date | null;
}

const NEXT = statement(
  'next_delivery',
  `select d.id as "deliveryId", w.id as "webhookId", w.url, w.format, w.secret,
     case when w.former_until > now() then w.former_secret end as "formerSecret", d.failures,
     w.failures as "failuresOfWebhook", w.failing_since as "failingSince",
     s.position::float8 as position, encode(s.hash, 'hex') as hash, ${CHANGE_COLUMNS}
   from webhook w
   join webhook_delivery d on d.webhook_id = w.id and d.status = 'PENDING' and d.due_at <= now()
   join change_seal s on s.position = d.position
   join change c on c.seq = s.seq
   where w.id = $1 and w.deleted_at is null and w.disabled_at is null and (w.paused_until is null or w.paused_until <= now())
   order by d.due_at, d.position limit 1`,
);

/** What is to be delivered to a webhook next. Index: webhook_delivery_due. */
export async function selectNextDelivery(db: Queryable, webhookId: string): Promise<DueDelivery | undefined> {
  return (await db.query<DueDelivery>(NEXT, [webhookId]))[0];
}

const DISABLE = statement(
  'disable_webhook',
  `update webhook set disabled_at = now(), disabled_because = $2
   where id = $1 and disabled_at is null and deleted_at is null returning project`,
);

/** Ends deliveries to a webhook until somebody enables it; gives its project, undefined where it was disabled before. Index: primary key. */
export async function disableWebhook(db: Queryable, id: string, because: string): Promise<string | undefined> {
  return (await db.query<{ project: string }>(DISABLE, [id, because]))[0]?.project;
}

/** How a try went, and what follows from it. */
export interface Outcome {
  readonly at: Date;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  readonly error: string | null;
  readonly answer: string | null;
  readonly status: DeliveryStatus;
  /** Milliseconds from now until it is tried again. */
  readonly waitMs: number;
}

const RECORD = statement(
  'record_attempt',
  `with tried as (
     update webhook_delivery set attempts = attempts + 1, status = $2::text,
       failures = case when $2 = 'DELIVERED' then failures else failures + 1 end,
       due_at = now() + make_interval(secs => $3::float8 / 1000), ended_at = case when $2 <> 'PENDING' then now() end
     where id = $1 and status = 'PENDING' returning id, attempts
   )
   insert into webhook_attempt (delivery_id, number, at, duration_ms, http_status, error, answer)
   select id, attempts, $4::timestamptz, $5::int, $6::int, $7::text, $8::text from tried on conflict do nothing`,
);

/** Keeps a try in the log, and what follows. Index: primary keys. */
export async function recordAttempt(db: Queryable, deliveryId: string, outcome: Outcome): Promise<void> {
  const { at, durationMs, httpStatus, error, answer, status, waitMs } = outcome;
  await db.query(RECORD, [deliveryId, status, waitMs, at, durationMs, httpStatus, error, answer]);
}

const NOTE_SUCCESS = statement(
  'note_webhook_success',
  'update webhook set failures = 0, failing_since = null, paused_until = null where id = $1 and failures > 0',
);

/** A webhook works again. Index: primary key. */
export async function noteSuccess(db: Queryable, webhookId: string): Promise<void> {
  await db.query(NOTE_SUCCESS, [webhookId]);
}

const NOTE_FAILURE = statement(
  'note_webhook_failure',
  `update webhook set failures = failures + 1, failing_since = coalesce(failing_since, now()),
     paused_until = now() + make_interval(secs => $2::float8 / 1000)
   where id = $1`,
);

/** A webhook has failed: it is left alone for so many milliseconds. Index: primary key. */
export async function noteFailure(db: Queryable, webhookId: string, pauseMs: number): Promise<void> {
  await db.query(NOTE_FAILURE, [webhookId, pauseMs]);
}
