import type { FastifyRequest } from 'fastify';
import { badInput } from '../platform/errors.js';
import { headerText } from '../platform/http/requests/header-text.js';
import type { AccessState } from './access-state.js';
import type { Authentication } from './authentication.js';
import { type Principal, UnverifiedPrincipal } from './rights/principal.js';
import { unauthenticated } from './unauthenticated.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who has shown who it is; null where nobody was asked. */
    principal: Principal | null;
  }
}

const LONGEST_USER = 256;
/** Whoever does not say who it is. */
const NOBODY = new UnverifiedPrincipal('local');

/** Who is behind a request. */
export class Access {
  constructor(
    readonly state: AccessState,
    private readonly authentication: Authentication,
  ) {}

  /** Who sends a request, found out before (see guard.ts). Where access is open, whoever its header says. */
  principalOf(request: FastifyRequest): Principal {
    if (request.principal !== null) return request.principal;
    if (this.state.isOpen === false) throw missing();
    const user = headerText(request, 'headwater-user', LONGEST_USER);
    return user === undefined ? NOBODY : new UnverifiedPrincipal(user);
  }

  /** True once it is known who sends a request, or that nobody asks; a look-up for those that were here before. */
  isKnown(request: FastifyRequest): boolean {
    const { isOpen } = this.state;
    if (isOpen !== false) return isOpen === true;
    const { authorization } = request.headers;
    const principal = authorization === undefined ? undefined : this.authentication.find(authorization);
    if (principal === undefined || request.headers['headwater-user'] !== undefined) return false;
    request.principal = principal;
    return true;
  }

  /** Whether somebody sent the same before, and was believed: it may have to be looked at again, and is no guess. */
  wasKnown({ headers: { authorization } }: FastifyRequest): boolean {
    return authorization !== undefined && this.authentication.has(authorization);
  }

  /** Finds out who sends a request. Throws UNAUTHENTICATED where that is not to be believed. */
  async find(request: FastifyRequest): Promise<void> {
    if (await this.state.look()) return;
    const { authorization } = request.headers;
    if (authorization === undefined) throw missing();
    request.principal = await this.authentication.verify(authorization);
    const user = request.headers['headwater-user'];
    if (user !== undefined)
      throw badInput('Who you are is what your key or token says; leave the header headwater-user out.', {
        field: 'headwater-user',
      });
  }
}

function missing(): Error {
  return unauthenticated('Nothing is answered here without a key or a token.', 'missing');
}
