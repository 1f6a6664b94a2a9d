import { resolve } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { ARTIFACT_VARIABLES } from './artifacts/artifact-variables.js';
import { FOLLOWING_VARIABLES } from './changes/following-variables.js';
import { ACCESS_SETTINGS } from './settings/access-settings.js';
import { LIMIT_SETTINGS } from './settings/limit-settings.js';
import { ROLES, readRoles } from './settings/roles.js';

const PostgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must look like postgresql://user:password@host:5432/database',
});

const HostNames = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^(\*|[^\s:/@?#[\]]+|\[[\da-fA-F:.]+\])$/, 'is a list of host names without port, parted by commas'),
    ),
  );

const Roles = z.string().transform((text, context) => {
  try {
    return readRoles(text);
  } catch (error) {
    context.addIssue((error as Error).message);
    return z.NEVER;
  }
});

/** What the service reads from its environment. Every variable has a default, so none has to be set. */
const VARIABLES = {
  PORT: {
    schema: z.coerce.number().int().min(0).max(65_535).optional(),
    meaning: 'Port to listen on. Unset: 4000, or the next free one. 0: any free one.',
  },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), meaning: 'Address to listen on.' },
  ROLES: {
    schema: Roles.default([...ROLES]),
    meaning:
      'What this service does, by comma: lookups (online features alone), api (all of the API), jobs. serve --roles goes before it.',
  },
  ALLOWED_HOSTS: {
    schema: HostNames.default([]),
    meaning:
      'Hosts that requests may be for besides localhost, such as headwater.example.com,other.example.com; * for any. Unset: on loopback only localhost, elsewhere any.',
  },
  ...ACCESS_SETTINGS,
  DATABASE_URL: {
    schema: PostgresUrl.optional(),
    meaning: 'Your own PostgreSQL (14 or newer). Unset: an embedded PostgreSQL is started.',
  },
  MIGRATE_DATABASE_URL: {
    schema: PostgresUrl.optional(),
    meaning:
      'The same database as the owner of its tables, for `headwater migrate` alone; DATABASE_URL is then a role that can add to the log of changes, and not rewrite it. Unset: DATABASE_URL.',
  },
  READ_DATABASE_URL: {
    schema: PostgresUrl.optional(),
    meaning: 'A streaming replica of it for lookups. Unset: lookups read the primary.',
  },
  READ_MAX_STALENESS_MS: {
    schema: z.coerce.number().int().min(500).max(3_600_000).default(5_000),
    meaning: 'Milliseconds by which the replica may lag; staler, the primary is read.',
  },
  DATABASE_POOL_SIZE: {
    schema: z.coerce.number().int().min(2).max(200).default(20),
    meaning:
      'Connections to PostgreSQL. The process that answers lookups has half of them, the one behind it the other half.',
  },
  HEADWATER_DATA_DIR: {
    schema: z.string().min(1).default('.headwater'),
    meaning: 'Where the embedded PostgreSQL keeps its data.',
  },
  REQUEST_TIMEOUT_MS: {
    schema: z.coerce.number().int().min(100).max(600_000).default(30_000),
    meaning: 'Milliseconds after which a request is answered TIMEOUT and its SQL cancelled.',
  },
  BODY_LIMIT_BYTES: {
    schema: z.coerce.number().int().min(1_024).max(1_073_741_824).default(1_048_576),
    meaning: 'Largest JSON body, in bytes. It is parsed at once: others wait meanwhile. Bulk files have no limit.',
  },
  ANSWER_LIMIT_BYTES: {
    schema: z.coerce.number().int().min(65_536).max(536_870_912).default(67_108_864),
    meaning: 'Largest answer that is not streamed.',
  },
  MAX_CONNECTIONS: {
    schema: z.coerce.number().int().min(1).max(1_000_000).default(4_000),
    meaning: 'Most open connections of clients; more are closed as they come.',
  },
  MAX_REQUESTS: {
    schema: z.coerce.number().int().min(1).max(1_000_000).default(2_000),
    meaning: 'Most requests under way; more are answered UNAVAILABLE.',
  },
  BODY_MEMORY_BYTES: {
    schema: z.coerce.number().int().min(1_048_576).max(68_719_476_736).default(67_108_864),
    meaning: 'Memory for JSON bodies of requests under way; more are answered UNAVAILABLE.',
  },
  ANSWER_MEMORY_BYTES: {
    schema: z.coerce.number().int().min(1_048_576).max(68_719_476_736).default(134_217_728),
    meaning:
      'Memory for answers that are made, or not read by their clients yet; large lookups wait, others are answered UNAVAILABLE.',
  },
  HEADERS_TIMEOUT_MS: {
    schema: z.coerce.number().int().min(100).max(600_000).default(15_000),
    meaning: 'Milliseconds for the headers of a request.',
  },
  LEAST_BYTES_PER_SECOND: {
    schema: z.coerce.number().int().min(0).max(1_000_000_000).default(8_192),
    meaning: 'Slower bodies are answered TIMEOUT, answers that are read more slowly are broken off.',
  },
  WANTED_BYTES_PER_SECOND: {
    schema: z.coerce.number().int().min(0).max(1_000_000_000).default(131_072),
    meaning: 'The same for bulk uploads and downloads while others wait for their places (INGEST_CONCURRENCY).',
  },
  RATE_WINDOW_MS: {
    schema: z.coerce.number().int().min(1_000).max(600_000).default(20_000),
    meaning: 'Milliseconds over which these rates are looked at.',
  },
  TRANSFER_TIMEOUT_MS: {
    schema: z.coerce.number().int().min(1_000).max(604_800_000).default(3_600_000),
    meaning: 'Milliseconds that an upload or a download may take.',
  },
  INGEST_CONCURRENCY: {
    schema: z.coerce.number().int().min(1).max(100).default(2),
    meaning:
      'Bulk ingests at once, and downloads; each takes a connection, but four of the pool are left. Others wait.',
  },
  FUTURE_EVENT_TOLERANCE_SECONDS: {
    schema: z.coerce.number().int().min(0).max(3_153_600_000).default(86_400),
    meaning: "Seconds by which event times may lie ahead of the service's clock; later ones are refused or left out.",
  },
  RUN_LOST_AFTER_SECONDS: {
    schema: z.coerce.number().int().min(0).max(31_536_000).default(86_400),
    meaning:
      'Seconds without a report after which a running run becomes LOST that says nothing of it itself; 0: it never does.',
  },
  DATASET_DIR: {
    schema: z.string().min(1).optional(),
    meaning: 'Files of dataset versions (file: locations) are read as spines below it only. Unset: none is read.',
  },
  QUERY_MAX_DEPTH: {
    schema: z.coerce.number().int().min(1).max(400).default(15),
    meaning: 'Deepest nesting of a GraphQL query.',
  },
  QUERY_MAX_TOKENS: {
    schema: z.coerce.number().int().min(100).max(1_000_000).default(5_000),
    meaning: 'Most tokens of a GraphQL document.',
  },
  QUERY_MAX_ALIASES: {
    schema: z.coerce.number().int().min(0).max(10_000).default(50),
    meaning: 'Most aliases in a GraphQL query.',
  },
  QUERY_MAX_COMPLEXITY: {
    schema: z.coerce.number().int().min(1).max(100_000_000).default(200_000),
    meaning: 'Most fields that a GraphQL query may ask for, page sizes multiplied in.',
  },
  ...ARTIFACT_VARIABLES,
  ...FOLLOWING_VARIABLES,
  ...LIMIT_SETTINGS,
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    meaning: 'How much to log: fatal, error, warn, info, debug, trace or silent.',
  },
} as const;

const Environment = z.object(
  Object.fromEntries(Object.entries(VARIABLES).map(([name, { schema }]) => [name, schema])) as {
    [Name in keyof typeof VARIABLES]: (typeof VARIABLES)[Name]['schema'];
  },
);

export type Config = Readonly<z.infer<typeof Environment>>;

/** Every problem of an environment at once, each naming its variable and the value found. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The environment cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reads and checks an environment. An empty value counts as unset. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        // A password may stand in a URL, so its value is not repeated.
        const found = name.endsWith('_URL') ? '' : ` (found ${JSON.stringify(given[name])})`;
        return `${name}: ${issue.message}${found}`;
      }),
    );
  }
  return Object.freeze({ ...parsed.data, HEADWATER_DATA_DIR: resolve(parsed.data.HEADWATER_DATA_DIR) });
}

/** Shorter names have too many neighbours among the variables that every machine has. */
const LONG_NAME = 8;
const SLIPS = 2;

/** Of an environment the variables that look like slips of ours, each as a sentence: `DATABSE_URL is no setting; did you mean DATABASE_URL?` */
export function misspeltSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const names = Object.keys(VARIABLES);
  return Object.keys(environment).flatMap((given) => {
    if (names.includes(given) || given.length < LONG_NAME) return [];
    const near = names.find((name) => name.length >= LONG_NAME && distance(given.toUpperCase(), name) <= SLIPS);
    return near === undefined ? [] : [`${given} is no setting; did you mean ${near}?`];
  });
}

/** The variables as help text: name, default, meaning. */
export function describeConfig(): string {
  const defaults: Readonly<Record<string, unknown>> = Environment.parse({});
  const width = Math.max(...Object.keys(VARIABLES).map((name) => name.length)) + 2;
  const rows = Object.entries(VARIABLES).map(([name, { meaning }]) => {
    const value = String(defaults[name] ?? '');
    const fallback = value === '' ? '' : ` [${value}]`;
    return `  ${name.padEnd(width)}${meaning}${fallback}`;
  });
  return `Environment variables [default]:\n${rows.join('\n')}`;
}

/** The Authorization that MLflow's own client would send, by variables of MLflow; undefined where none is set. */
export function mlflowCredentials(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user } = environment;
  if (token) return `Bearer ${token}`;
  const password = environment.MLFLOW_TRACKING_PASSWORD ?? '';
  return user ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` : undefined;
}

/** The token for a model registry of Kubeflow; undefined where none is set. */
export function kubeflowToken({ MODEL_REGISTRY_TOKEN: token } = process.env): string | undefined {
  return token || undefined;
}

/** The environment of a program that is started with it, and with more. */
export const environmentWith = (more: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...more });
