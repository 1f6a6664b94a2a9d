import type { ChangeData } from '../../events/change-data.js';
import { binaryHeaders, dotted, STRUCTURED, structured } from '../../events/cloud-event.js';
import { WebhookFormat } from '../webhook.type.js';

export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is posted of a change, before it is signed: the same bytes at every attempt. */
export function webhookMessage(change: ChangeData, format: WebhookFormat, source: string): WebhookMessage {
  switch (format) {
    case WebhookFormat.STANDARD:
      return {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: dotted(change.action), timestamp: change.at, data: change }),
      };
    case WebhookFormat.CLOUDEVENTS:
      return { headers: { 'content-type': STRUCTURED }, body: structured(change, source) };
    case WebhookFormat.CLOUDEVENTS_BINARY:
      return { headers: binaryHeaders(change, source), body: JSON.stringify(change) };
  }
}
