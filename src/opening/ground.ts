import type { FastifyRequest } from 'fastify';
import type { AccessSettings } from '../access/access-settings.js';
import type { ArtifactSettings } from '../artifacts/artifact-settings.js';
import { artifactSettings } from '../artifacts/artifact-variables.js';
import { createChangeLog } from '../changes/record/create-change-log.js';
import { ChangeSealer } from '../changes/seal/change-sealer.js';
import { sealForReading } from '../changes/seal/seal-changes.js';
import type { NatsSettings } from '../changes/sinks/nats-sink.js';
import type { WebhookSettings } from '../changes/webhooks/webhook-settings.js';
import type { Config } from '../config.js';
import type { ChangeLog } from '../graph/nodes/changes/record-change.js';
import type { NodeKindDefinition } from '../graph/nodes/kinds/kind-registry.js';
import type { Holdings } from '../graph/nodes/quotas.js';
import type { RouteSettings } from '../http/route-settings.js';
import type { ChangeFeed } from '../platform/database/change-feed.js';
import type { Database } from '../platform/database/database.js';
import type { Reader } from '../platform/database/replica/reader.js';
import type { EndlessAnswers } from '../platform/http/streams/endless-answers.js';
import { JobRunner } from '../platform/jobs/job-runner.js';
import type { AnswerBudget } from '../platform/memory/answer-budget.js';
import type { Logger } from '../platform/telemetry/logger.js';

/** What uploads leave of the pool: for requests, for a job and its two workers. */
const RESERVED_CONNECTIONS = 4;
/** The most that an upload waits for others to end before it is told to come back, also of the time that its request has. */
const SLOT_WAIT_MS = 30_000;
const SLOT_WAIT_SHARE = 0.8;

/** What every room may stand on. */
export interface Ground {
  readonly database: Database;
  /** Where lookups read. */
  readonly reader: Reader;
  /** Tells the rooms when to forget what they cache. */
  readonly changes: ChangeFeed;
  /** Tells when API keys have changed: what is remembered of them outlives other changes. */
  readonly keyChanges: ChangeFeed;
  readonly logger: Logger;
  readonly jobs: JobRunner;
  /** Adds to the log of changes. */
  readonly changeLog: ChangeLog;
  /** Gives the changes in the log their order. */
  readonly sealer: ChangeSealer;
  readonly kinds: readonly NodeKindDefinition[];
  readonly newBudget: (request: FastifyRequest) => AnswerBudget;
  /** Answers that go on until their clients leave. */
  readonly endless: EndlessAnswers;
  readonly settings: RouteSettings & {
    /** How much a project may hold that has no quota of its own; 0: any number. */
    readonly quotas: Holdings;
    /** Lookups of many keys that read at once. */
    readonly largeLookups: number;
    readonly access: AccessSettings;
    readonly lostAfterSeconds: number;
    readonly artifacts: ArtifactSettings;
    readonly futureEventToleranceSeconds: number;
    /** Dataset versions are read from files below it; undefined: from none. */
    readonly datasetDirectory: string | undefined;
    readonly webhooks: WebhookSettings;
    /** Undefined: nothing is published. */
    readonly nats: NatsSettings | undefined;
  };
}

/** The ground for a house of these kinds, on what is given. */
export function groundOf(
  config: Config,
  { kinds }: Pick<Ground, 'kinds'>,
  given: Pick<Ground, 'database' | 'reader' | 'changes' | 'keyChanges' | 'logger' | 'newBudget' | 'endless'>,
): Ground {
  const transfers = Math.min(config.INGEST_CONCURRENCY, config.DATABASE_POOL_SIZE - RESERVED_CONNECTIONS);
  const sealer = new ChangeSealer(given.database, given.logger);
  return {
    ...given,
    kinds,
    sealer,
    changeLog: createChangeLog(
      () => sealer.wake(),
      () => sealForReading(given.database),
    ),
    jobs: new JobRunner(given.database, given.logger),
    settings: {
      quotas: { nodes: config.QUOTA_NODES, rows: config.QUOTA_ROWS, bytes: config.QUOTA_BYTES },
      bodyLimitBytes: config.BODY_LIMIT_BYTES,
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
      transfers: Math.max(1, transfers),
      // The other connections are for lookups of few keys.
      largeLookups: Math.max(1, Math.floor(config.DATABASE_POOL_SIZE / 2)),
      transferWaitMs: Math.min(SLOT_WAIT_MS, SLOT_WAIT_SHARE * config.REQUEST_TIMEOUT_MS),
      access: {
        mode: config.ACCESS,
        issuer: config.OIDC_ISSUER,
        audience: config.OIDC_AUDIENCE,
        jwksUrl: config.OIDC_JWKS_URL,
        nameClaim: config.OIDC_NAME_CLAIM,
        rolesClaim: config.OIDC_ROLES_CLAIM,
        roles: config.OIDC_ROLES,
      },
      lostAfterSeconds: config.RUN_LOST_AFTER_SECONDS,
      artifacts: artifactSettings(config),
      futureEventToleranceSeconds: config.FUTURE_EVENT_TOLERANCE_SECONDS,
      datasetDirectory: config.DATASET_DIR,
      nats: config.NATS_URL === undefined ? undefined : { url: config.NATS_URL, subject: config.NATS_SUBJECT },
      webhooks: {
        allowed: config.WEBHOOK_ALLOW,
        waits: config.WEBHOOK_RETRY_SECONDS,
        timeoutMs: config.WEBHOOK_TIMEOUT_MS,
        keepSeconds: config.WEBHOOK_LOG_DAYS * 86_400,
        source: config.EVENT_SOURCE,
      },
    },
  };
}
