import type { BackendLink } from '../platform/http/backend-link.js';
import type { Elsewhere } from '../platform/http/elsewhere.js';
import { refuseElsewhere } from '../platform/http/refuse-elsewhere.js';
import { nameRoles, type Role } from '../roles.js';

/** Which process of a service an app is; by default the only one. */
export interface Part {
  /** Made by a front: the process that does the rest, reached by a link that is told when caches are stale. */
  readonly backend?: { readonly roles: readonly Role[]; link(changed: () => void): BackendLink };
  /** Only a front talks to it. */
  readonly isBackend?: boolean;
}

/** Who answers what `roles` don't. */
export function elsewhereOf(
  roles: readonly Role[],
  backend: { readonly roles: readonly Role[]; readonly link: BackendLink } | undefined,
): Elsewhere | undefined {
  if (roles.includes('api')) return undefined;
  if (backend?.roles.includes('api') === true) return backend.link;
  return refuseElsewhere(
    `This service has the roles ${nameRoles([...roles, ...(backend?.roles ?? [])])}: ${roles.includes('lookups') ? 'it answers POST /v1/features and GraphQL documents that ask for onlineFeatures alone' : 'it answers /healthz, /readyz and /metrics alone'}. Ask one that has the role api.`,
  );
}
