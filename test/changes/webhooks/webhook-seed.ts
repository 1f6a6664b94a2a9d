import { readConfig } from '../../../src/config.js';
import type { GraphqlClient } from '../../support/service/graphql-client.js';

/** Settings under which a test server on loopback may be posted to, and is tried again soon. */
export const WEBHOOK_CONFIG = {
  ...readConfig({}),
  DATABASE_POOL_SIZE: 8,
  WEBHOOK_ALLOW: ['127.0.0.1'],
  WEBHOOK_RETRY_SECONDS: [0.2, 0.2, 0.2],
  WEBHOOK_TIMEOUT_MS: 1_500,
};

const CREATE = `mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { secret webhook { id url actions format enabled createdBy } }
}`;

export interface MadeWebhook {
  readonly id: string;
  readonly secret: string;
}

export async function createWebhook(client: GraphqlClient, url: string, more: object = {}): Promise<MadeWebhook> {
  type Made = { createWebhook: { secret: string; webhook: { id: string } } };
  const { createWebhook: made } = await client.graphql<Made>(CREATE, { input: { url, ...more } });
  return { id: made.webhook.id, secret: made.secret };
}

const DELIVERIES = `query ($id: ID!, $status: DeliveryStatus) {
  webhook(id: $id) {
    enabled disabledBecause failingSince
    deliveries(status: $status) { nodes { id action status attemptCount nextAttemptAt endedAt attempts { number httpStatus error answer durationMs } } }
  }
}`;

export interface Delivery {
  readonly id: string;
  readonly action: string;
  readonly status: string;
  readonly attemptCount: number;
  readonly nextAttemptAt: string | null;
  readonly endedAt: string | null;
  readonly attempts: readonly {
    readonly number: number;
    readonly httpStatus: number | null;
    readonly error: string | null;
    readonly answer: string | null;
  }[];
}

/** A webhook as its owner sees it. */
export async function lookAt(client: GraphqlClient, id: string, status?: string) {
  type Answer = {
    webhook: {
      enabled: boolean;
      disabledBecause: string | null;
      failingSince: string | null;
      deliveries: { nodes: Delivery[] };
    };
  };
  const { webhook } = await client.graphql<Answer>(DELIVERIES, { id, status: status ?? null });
  return { ...webhook, deliveries: webhook.deliveries.nodes };
}
