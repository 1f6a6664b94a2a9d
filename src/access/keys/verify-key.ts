import type { Queryable } from '../../platform/database/queryable.js';
import { VerifiedPrincipal } from '../rights/principal.js';
import { unauthenticated } from '../unauthenticated.js';
import { findApiKey } from './api-key.sql.js';
import { isSecretOf, type KeyText } from './key-text.js';

/**
 * Who has a key. A key that doesn't exist costs the statement and the comparison that a wrong secret costs, and reads the same. Whoever has the
 * secret is told why it is of no use any more.
 */
export async function verifyKey(db: Queryable, { prefix, secret }: KeyText): Promise<VerifiedPrincipal> {
  const key = await findApiKey(db, prefix);
  if (!isSecretOf(secret, key?.hash) || key === undefined) throw noSuchKey();
  if (key.revokedAt !== null) throw unauthenticated(`The key hw_${prefix}_… was revoked.`, 'revoked');
  if (hasPassed(key.expiresAt))
    throw unauthenticated(`The key hw_${prefix}_… expired ${key.expiresAt?.toISOString()}.`, 'expired');
  const { id, name, role, project, rights, expiresAt } = key;
  return new VerifiedPrincipal({ name, proof: 'KEY', keyId: id, grants: [{ role, project, rights }], expiresAt });
}

export function noSuchKey(): Error {
  return unauthenticated('There is no such key, or its secret is another one.', 'unknown');
}

export function hasPassed(time: Date | null): boolean {
  return time !== null && time.getTime() <= Date.now();
}
