import type { OnGraph } from '../../graph/graph.js';
import { readAddressBlock } from '../../platform/outbound/address-rules.js';
import { OutboundSender } from '../../platform/outbound/outbound-sender.js';
import { createHostResolver } from '../../platform/outbound/resolve-host.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import type { FeedAlarm } from '../feed/feed-alarm.js';
import { WebhookDispatcher } from './delivery/webhook-dispatcher.js';
import { WebhookDeliveryResolver, WebhookResolver } from './webhook.resolver.js';
import type { WebhookSettings } from './webhook-settings.js';

/** Bytes of an answer that are looked at. */
const ANSWER_BYTES = 4_096;
/** Of the time for everything. */
const SHARE_TO_CONNECT = 0.25;

export interface WebhookNeeds extends OnGraph {
  readonly feedAlarm: FeedAlarm;
  readonly logger: Logger;
  readonly settings: { readonly webhooks: WebhookSettings };
}

/** What has changes posted to those who want that. */
export function createWebhooks({ database, graph, logger, feedAlarm: alarm, settings: { webhooks } }: WebhookNeeds) {
  const allowed = webhooks.allowed.map(readAddressBlock);
  const { waits, timeoutMs, keepSeconds, source } = webhooks;
  const sender = new OutboundSender(createHostResolver(), allowed, {
    connectMs: timeoutMs * SHARE_TO_CONNECT,
    headersMs: timeoutMs,
    wholeMs: timeoutMs,
    answerBytes: ANSWER_BYTES,
  });
  return {
    resolvers: [new WebhookResolver({ database, graph, allowed }), new WebhookDeliveryResolver(database)],
    standing: [new WebhookDispatcher({ database, graph, sender, waits, source, alarm, logger, keepSeconds })],
  };
}
