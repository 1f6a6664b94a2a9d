import { LRUCache } from 'lru-cache';
import type { ChangeFeed } from '../platform/database/change-feed.js';
import type { Queryable } from '../platform/database/queryable.js';
import { readCredential } from './credentials.js';
import { readKeyText } from './keys/key-text.js';
import type { KeyUses } from './keys/key-uses.js';
import { hasPassed, noSuchKey, verifyKey } from './keys/verify-key.js';
import type { Principal } from './rights/principal.js';
import type { TokenVerifier } from './tokens/verify-token.js';

const REMEMBERED = 10_000;
/** The longest that a token is believed without looking again, for its issuer may have changed its keys. */
const TRUST_MS = 60_000;

interface Known {
  readonly principal: Principal;
  readonly generation: number;
  /** Of a clock that never steps back: until when it is believed without looking again. */
  readonly until: number;
}

export interface AuthenticationDeps {
  readonly db: Queryable;
  /** Says when keys were made or revoked. */
  readonly changes: ChangeFeed;
  readonly uses: KeyUses;
  /** Undefined: no token is believed. */
  readonly tokens: TokenVerifier | undefined;
}

/** Finds out who sends an `authorization` header. What was found is remembered until a key changes or it expires. */
export class Authentication {
  private readonly known = new LRUCache<string, Known>({ max: REMEMBERED });

  constructor(private readonly deps: AuthenticationDeps) {}

  /** Who is known to send it; one look-up, because every request asks. */
  find(header: string): Principal | undefined {
    const known = this.known.get(header);
    if (known === undefined) return undefined;
    const { changes, uses } = this.deps;
    if (known.generation !== changes.current || !changes.reliable || known.until <= performance.now()) return undefined;
    if (hasPassed(known.principal.expiresAt)) return undefined;
    if (known.principal.keyId !== null) uses.note(known.principal.keyId);
    return known.principal;
  }

  /** Whether it was believed before. */
  has(header: string): boolean {
    return this.known.has(header);
  }

  /** Throws UNAUTHENTICATED for what is not to be believed. */
  async verify(header: string): Promise<Principal> {
    const { changes, uses } = this.deps;
    // Before reading: a key that is revoked meanwhile makes it stale at once.
    const generation = changes.current;
    const principal = await this.principalOf(readCredential(header));
    if (principal.keyId !== null) uses.note(principal.keyId);
    this.known.set(header, { principal, generation, until: performance.now() + TRUST_MS });
    return principal;
  }

  private principalOf(credential: string): Promise<Principal> {
    const { db, tokens } = this.deps;
    const key = readKeyText(credential);
    if (key !== undefined) return verifyKey(db, key);
    if (tokens !== undefined && credential.split('.').length === 3) return tokens.verify(credential);
    throw noSuchKey();
  }
}
