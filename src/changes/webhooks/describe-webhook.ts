import { make } from '../../platform/make.js';
import { cursorOf } from '../feed/cursor.js';
import type { DeliveryRow } from './log.sql.js';
import { deliveryId, webhookId } from './public-ids.js';
import type { WebhookRow } from './webhook.sql.js';
import { DeliveryStatus, Webhook, WebhookDelivery } from './webhook.type.js';

export function describeWebhook(row: WebhookRow): Webhook {
  const { id, url, description, actions, format, disabledAt, disabledBecause, failingSince, createdAt, createdBy } =
    row;
  return make(Webhook, {
    id: webhookId(id),
    uuid: id,
    url,
    description,
    actions,
    format,
    enabled: disabledAt === null,
    disabledAt,
    disabledBecause,
    formerSecretUntil: row.formerUntil,
    failingSince,
    createdAt,
    createdBy,
  });
}

export function describeDelivery(row: DeliveryRow): WebhookDelivery {
  const { id, position, action, status, attempts, queuedAt, dueAt, endedAt } = row;
  return make(WebhookDelivery, {
    id: deliveryId(id),
    action,
    cursor: cursorOf(position),
    status,
    queuedAt,
    nextAttemptAt: status === DeliveryStatus.PENDING ? dueAt : null,
    endedAt,
    attemptCount: attempts,
  });
}
