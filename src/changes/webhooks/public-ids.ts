import { fromPublicId, toPublicId } from '../../graph/nodes/node-id.js';

const WEBHOOK = 'WEBHOOK';
const DELIVERY = 'MSG';
const KINDS = { has: (kind: string): kind is Uppercase<string> => kind === WEBHOOK || kind === DELIVERY };

/** `webhook_01j…`. */
export function webhookId(uuid: string): string {
  return toPublicId(WEBHOOK, uuid);
}

/** `msg_01j…`: what receivers know it by, too. */
export function deliveryId(uuid: string): string {
  return toPublicId(DELIVERY, uuid);
}

/** Undefined for what is no id of a webhook. */
export function readWebhookId(text: string): string | undefined {
  return readId(WEBHOOK, text);
}

/** Undefined for what is no id of a delivery. */
export function readDeliveryId(text: string): string | undefined {
  return readId(DELIVERY, text);
}

function readId(kind: string, text: string): string | undefined {
  const read = fromPublicId(text, KINDS);
  return read?.kind === kind ? read.id : undefined;
}
