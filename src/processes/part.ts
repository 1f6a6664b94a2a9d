import type { Elsewhere } from '../platform/http/elsewhere.js';
import { nameRoles, type Role } from '../settings/roles.js';
import type { BackendLink } from './backend-link.js';
import { refuseElsewhere } from './refuse-elsewhere.js';
import type { SharedChanges } from './shared-changes.js';

/** Which process of a service an app is; by default the only one. */
export interface Part {
  /** Made by a front: the process that does the rest, reached by a link that tells each what the other has changed. */
  readonly backend?: { readonly roles: readonly Role[]; link(changes: SharedChanges): BackendLink };
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
