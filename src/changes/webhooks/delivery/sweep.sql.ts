import { type Queryable, statement } from '../../../platform/database/queryable.js';

const BATCH = 1_000;

const GIVE_UP = statement(
  'give_up_deliveries',
  `update webhook_delivery set status = 'DEAD', ended_at = now()
   where id in (
     select id from webhook_delivery
     where status = 'PENDING' and queued_at < now() - make_interval(secs => $1::float8) limit ${BATCH}
   ) returning 1`,
);

/** Gives up what was queued so many seconds ago; whether there may be more. Index: webhook_delivery_queued. */
export async function giveUpDeliveries(db: Queryable, seconds: number): Promise<boolean> {
  return (await db.query(GIVE_UP, [seconds])).length === BATCH;
}

const FORGET = statement(
  'forget_deliveries',
  `delete from webhook_delivery where id in (
     select id from webhook_delivery where ended_at < now() - make_interval(secs => $1::float8) limit ${BATCH}
   ) returning 1`,
);

/** Forgets deliveries that ended so many seconds ago; whether there may be more. Index: webhook_delivery_ended. */
export async function forgetDeliveries(db: Queryable, seconds: number): Promise<boolean> {
  return (await db.query(FORGET, [seconds])).length === BATCH;
}

const FORGET_OF_DELETED = statement(
  'forget_deliveries_of_deleted',
  `delete from webhook_delivery where id in (
     select d.id from webhook w join webhook_delivery d on d.webhook_id = w.id where w.deleted_at is not null limit ${BATCH}
   ) returning 1`,
);

/** Forgets deliveries of deleted webhooks; whether there may be more. Index: webhook_deleted, webhook_delivery_list. */
export async function forgetDeliveriesOfDeleted(db: Queryable): Promise<boolean> {
  return (await db.query(FORGET_OF_DELETED)).length === BATCH;
}

const FORGET_DELETED = statement(
  'forget_deleted_webhooks',
  `delete from webhook w where w.deleted_at < now() - interval '5 minutes'
     and not exists (select 1 from webhook_delivery d where d.webhook_id = w.id)`,
);

/** Forgets deleted webhooks of which nothing is left. Index: webhook_deleted, webhook_delivery_list. */
export async function forgetDeletedWebhooks(db: Queryable): Promise<void> {
  await db.query(FORGET_DELETED);
}
