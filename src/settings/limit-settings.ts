import { z } from 'zod';

const listOf = (item: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));

const Origin = z
  .string()
  .regex(
    /^(\*|https?:\/\/[^\s/?#@,]+)$/i,
    'is a list of origins such as https://notebooks.example.com, parted by commas, or *',
  )
  .transform((origin) => origin.toLowerCase());

const TrustedProxy = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6(), z.enum(['loopback', 'linklocal', 'uniquelocal'])],
  {
    error: 'is a list of addresses such as 10.0.0.1, 10.0.0.0/8 or loopback, parted by commas',
  },
);

/** Settings that say how much callers may take, and what pages of other places, clients and documents may do. */
export const LIMIT_SETTINGS = {
  TRUST_PROXY: {
    schema: listOf(TrustedProxy).optional(),
    meaning:
      'Addresses of proxies in front, by comma (10.0.0.0/8, loopback, …): their X-Forwarded-For tells the address of a client. Unset: none.',
  },
  RATE_LIMIT_PER_ADDRESS: {
    schema: z.coerce.number().int().min(0).max(10_000_000).default(0),
    meaning: 'Most requests a second from one address (of IPv6 from one /64); more are answered RATE_LIMITED. 0: any.',
  },
  RATE_LIMIT_PER_PRINCIPAL: {
    schema: z.coerce.number().int().min(0).max(10_000_000).default(0),
    meaning:
      'Most requests a second of one person or program, by whatever keys and addresses; more are answered RATE_LIMITED. 0: any.',
  },
  QUOTA_NODES: {
    schema: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    meaning: 'Most nodes of a project for which setProjectQuota says nothing else. 0: any number.',
  },
  QUOTA_ROWS: {
    schema: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    meaning: 'The same for feature rows in history.',
  },
  QUOTA_BYTES: {
    schema: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
    meaning: 'The same for bytes of feature rows, training sets, files and events of lineage.',
  },
  CORS_ORIGINS: {
    schema: listOf(Origin).default([]),
    meaning:
      'Origins whose pages may ask this service from a browser, such as https://notebooks.example.com, by comma; * for any. Unset: none but its own.',
  },
  INTROSPECTION: {
    schema: z.enum(['on', 'off']).default('on'),
    meaning: 'Whether GraphQL tells its schema: on or off. Off, messages do not suggest names of it either.',
  },
  TRUSTED_DOCUMENTS: {
    schema: z.enum(['off', 'log', 'enforce']).default('off'),
    meaning:
      'What happens to GraphQL documents that are not in schema/operations or TRUSTED_DOCUMENTS_DIR: off: they are answered, log: and noted in the log, enforce: they are refused.',
  },
  TRUSTED_DOCUMENTS_DIR: {
    schema: z.string().min(1).optional(),
    meaning: 'Directory of GraphQL documents of your own (*.graphql), which may be asked for by their SHA-256 hash.',
  },
} as const;
