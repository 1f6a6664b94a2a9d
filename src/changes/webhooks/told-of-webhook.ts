import { createHash } from 'node:crypto';
import { webhookId } from './public-ids.js';
import type { WebhookRow } from './webhook.sql.js';

/** What change records call a webhook. */
export function thingOf(id: string): string {
  return `webhook/${webhookId(id)}`;
}

/** What they tell of one. Of its address the host, and whether it is another one: a path may be as good as a password. */
export function toldOf({ url, description, actions, format, disabledBecause }: WebhookRow): Record<string, unknown> {
  const urlDigest = createHash('sha256').update(url).digest('hex');
  return { origin: new URL(url).origin, urlDigest, description, actions, format, disabledBecause };
}
