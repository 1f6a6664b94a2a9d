import { z } from 'zod';
import { readAddressBlock } from '../platform/outbound/address-rules.js';
import { STANDARD_WAITS } from './webhooks/delivery/retry-schedule.js';

const NatsUrl = z.string().refine((text) => text.split(',').every((url) => isNatsUrl(url.trim())), {
  error: 'must look like nats://user:password@host:4222, or tls://…; several are parted by commas',
});

function isNatsUrl(text: string): boolean {
  return URL.canParse(text) && /^(nats|tls):$/.test(new URL(text).protocol);
}

const AddressBlocks = z.string().transform((text, context) => {
  try {
    const blocks = text.split(',').map((block) => block.trim());
    // As text: the other process of a service is told the settings as JSON.
    for (const block of blocks) readAddressBlock(block);
    return blocks;
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

const Seconds = z
  .string()
  .transform((text) => text.split(',').map((seconds) => Number(seconds.trim() || Number.NaN)))
  .pipe(z.array(z.number('is a list of numbers of seconds, parted by commas').min(0).max(604_800)).max(50));

/** What the environment may say of those who follow changes. */
export const FOLLOWING_VARIABLES = {
  MAX_SUBSCRIPTIONS: {
    schema: z.coerce.number().int().min(1).max(1_000_000).default(1_000),
    meaning: 'Most subscriptions and streams of changes at once, half of them of one caller; more are refused.',
  },
  WEBHOOK_ALLOW: {
    schema: AddressBlocks.default([]),
    meaning:
      'Networks beside the internet that webhooks may be posted to, by comma, such as 10.0.0.0/8,127.0.0.1; also by plain http. Unset: none.',
  },
  WEBHOOK_RETRY_SECONDS: {
    schema: Seconds.default([...STANDARD_WAITS]),
    meaning: 'Seconds between the attempts to deliver, by comma; after the last a delivery is dead.',
  },
  WEBHOOK_TIMEOUT_MS: {
    schema: z.coerce.number().int().min(100).max(60_000).default(20_000),
    meaning: 'Milliseconds that a webhook may take to answer.',
  },
  WEBHOOK_LOG_DAYS: {
    schema: z.coerce.number().min(0.001).max(3_650).default(14),
    meaning: 'Days for which deliveries that have ended stay in the log.',
  },
  NATS_URL: {
    schema: NatsUrl.optional(),
    meaning:
      'A NATS server with a stream that changes are published to, such as nats://user:password@host:4222. Unset: none.',
  },
  NATS_SUBJECT: {
    schema: z
      .string()
      .regex(/^[\w-]+(\.[\w-]+)*$/, 'is names of letters, digits, _ and -, parted by dots')
      .default('headwater'),
    meaning: 'What the subjects of changes begin with; project and action follow.',
  },
  EVENT_SOURCE: {
    schema: z
      .string()
      .regex(/^[^\s?#]{1,500}$/, 'is a URI without query, such as https://headwater.example.com')
      .default('/headwater'),
    meaning: 'How CloudEvents name this service; put before /projects/….',
  },
} as const;
