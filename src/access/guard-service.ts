import type { FastifyInstance } from 'fastify';
import { WrongCredentials } from '../platform/http/bounds/wrong-credentials.js';
import type { Logger } from '../platform/telemetry/logger.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import type { Access } from './access.js';
import type { AccessMode } from './access-state.js';
import { guardRoutes } from './guard.js';
import { watchOpenAccess } from './open-access.js';

export interface GuardedService {
  /** Whether another process answers what this one has no route for. */
  readonly isFront: boolean;
  /** Only a front talks to it, which counts who guesses and knows the address. */
  readonly isBackend: boolean;
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
  const { isFront, isBackend, logger, metrics, settings } = service;
  const most = settings.WRONG_CREDENTIALS_PER_MINUTE;
  const wrong = isBackend ? undefined : await WrongCredentials.on(app, { most, logger, metrics });
  guardRoutes(app, access, { isFront, wrong });
  if (!isBackend) watchOpenAccess(app, access.state, { host: settings.HOST, mode: settings.ACCESS, logger });
}
