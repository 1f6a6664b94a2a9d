import { openKeyDeskOn } from '../../../src/opening/open-key-desk.js';
import type { Database } from '../../../src/platform/database/database.js';

export interface KeyWish {
  readonly role: string;
  readonly project?: string;
  readonly name?: string;
  readonly rights?: readonly string[];
  readonly expiresAt?: Date;
}

export interface MadeKey {
  readonly id: string;
  /** `hw_…` */
  readonly key: string;
}

/** Makes a key as `headwater keys create` does; the first one closes the service. */
export async function makeKey({ database }: { readonly database: Database }, wish: KeyWish): Promise<MadeKey> {
  const { role, project, name = role.toLowerCase(), rights = [], expiresAt } = wish;
  const { key, secret } = await openKeyDeskOn(database).create({ name, role, project, rights, expiresAt });
  return { id: key.id, key: secret };
}

export function bearer(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` };
}

export function basic(user: string, password: string): { readonly authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}
