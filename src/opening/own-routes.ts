import type { Config } from '../config.js';
import type { Database } from '../platform/database/database.js';
import { figuresRoute, healthRoutes } from '../platform/http/health.js';
import type { Route } from '../platform/http/route.js';
import type { EndlessAnswers } from '../platform/http/streams/endless-answers.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import type { BackendLink } from '../processes/backend-link.js';
import { endRoute } from '../processes/end-on-close.js';
import { nameRoles, type Role } from '../settings/roles.js';

export interface OwnRoutesOptions {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly endless: EndlessAnswers;
  /** The process behind this one. */
  readonly backend: { readonly roles: readonly Role[]; readonly link: BackendLink } | undefined;
  readonly isBackend: boolean;
}

/** What is asked of the process itself, not of any room: how it is, and by the front, to say its figures and to end what would go on for ever. */
export function ownRoutes(
  { REQUEST_TIMEOUT_MS: timeMs }: Config,
  { database, metrics, endless, backend, isBackend }: OwnRoutesOptions,
): Route[] {
  const health = healthRoutes({
    metrics,
    readiness: () => database.readiness(),
    backend: backend && { link: backend.link, roles: nameRoles(backend.roles) },
    timeMs,
  });
  return isBackend ? [...health, figuresRoute(metrics, timeMs), endRoute(endless, timeMs)] : health;
}
