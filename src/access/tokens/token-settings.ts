import type { Grant } from '../rights/grant.js';

/** Whose tokens are believed, and what their claims mean. */
export interface TokenSettings {
  /** What `iss` has to be; its keys are found below it unless `jwksUrl` says where. */
  readonly issuer: string;
  /** What `aud` has to hold. */
  readonly audience: string;
  readonly jwksUrl: string | undefined;
  /** The claim that names the principal. */
  readonly nameClaim: string;
  /** The claim that lists roles or groups; dots lead into objects. */
  readonly rolesClaim: string;
  /** What each of them stands for; undefined: they are written as roles themselves. */
  readonly roles: ReadonlyMap<string, readonly Grant[]> | undefined;
}
