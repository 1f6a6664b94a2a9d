import { webhookId } from './public-ids.js';
import type { WebhookRow } from './webhook.sql.js';

/** What change records call a webhook. */
export function thingOf(id: string): string {
  return `webhook/${webhookId(id)}`;
}

/** What they tell of one. Of its address the host: a path may be as good as a password. */
export function toldOf({ url, description, actions, format, disabledBecause }: WebhookRow): Record<string, unknown> {
  return { origin: new URL(url).origin, description, actions, format, disabledBecause };
}
