import type { AccessMode } from './access-state.js';
import { readClaimRoles } from './tokens/claim-roles.js';
import type { TokenSettings } from './tokens/token-settings.js';

/** What is set of access; of the issuer everything or nothing. */
export interface AccessSettings {
  readonly mode: AccessMode;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
  readonly jwksUrl: string | undefined;
  readonly nameClaim: string;
  readonly rolesClaim: string;
  /** As text: `ml-team=WRITER:default`. */
  readonly roles: string | undefined;
}

/** Undefined where no token is to be believed. Throws what is wrong with the settings. */
export function tokenSettingsOf({ issuer, audience, roles, ...rest }: AccessSettings): TokenSettings | undefined {
  if (issuer === undefined) {
    if (audience !== undefined)
      throw new Error('OIDC_AUDIENCE is set, but OIDC_ISSUER is not: no token would be believed.');
    return undefined;
  }
  if (audience === undefined)
    throw new Error('OIDC_ISSUER is set, but OIDC_AUDIENCE is not: tokens for other services would be believed.');
  const { jwksUrl, nameClaim, rolesClaim } = rest;
  return { issuer, audience, jwksUrl, nameClaim, rolesClaim, roles: roles === undefined ? undefined : rolesOf(roles) };
}

function rolesOf(text: string) {
  try {
    return readClaimRoles(text);
  } catch (error) {
    throw new Error(`OIDC_ROLES: ${(error as Error).message}`);
  }
}
