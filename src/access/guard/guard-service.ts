import type { FastifyInstance } from 'fastify';
import type { ChangeFeed } from '../../platform/database/change-feed.js';
import { WrongCredentials } from '../../platform/http/bounds/wrong-credentials.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import type { Metrics } from '../../platform/telemetry/metrics.js';
import type { Access } from '../access.js';
import type { AccessMode } from '../access-state.js';
import { watchOpenAccess } from '../open-access.js';
import { breakOffRevoked } from './break-off-revoked.js';
import { guardRoutes } from './guard.js';

export interface GuardedService {
  /** Whether another process answers what this one has no route for. */
  readonly isFront: boolean;
  /** Only a front talks to it, which counts who guesses, but for what is said by WebSocket: that goes through unread. */
  readonly isBackend: boolean;
  /** Tells when keys were made or revoked. */
  readonly keyChanges: ChangeFeed;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly settings: {
    readonly HOST: string;
    readonly ACCESS: AccessMode;
    readonly WRONG_CREDENTIALS_PER_MINUTE: number;
  };
}

/** Guards what a process of the service answers, and where it listens. */
export async function guardService(app: FastifyInstance, access: Access, service: GuardedService): Promise<void> {
  const { isFront, isBackend, keyChanges, logger, metrics, settings } = service;
  const most = settings.WRONG_CREDENTIALS_PER_MINUTE;
  const wrong = await WrongCredentials.on(app, { most, logger, metrics });
  guardRoutes(app, access, { isFront, wrong, headsAreCounted: isBackend });
  // What a front passes on is known by the process behind it.
  if (!isFront) breakOffRevoked(app, access, keyChanges, logger);
  if (!isBackend) watchOpenAccess(app, access.state, { host: settings.HOST, mode: settings.ACCESS, logger });
}
