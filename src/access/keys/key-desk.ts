import { hostname, userInfo } from 'node:os';
import type { Caller } from '../../graph/nodes/caller.js';
import type { PageRequest } from '../../platform/database/keyset.js';
import type { Page } from '../../platform/graphql/lists/connection.js';
import { readOwnRight, readRole } from '../rights/grant.js';
import type { ApiKeyRow } from './api-key.sql.js';
import type { ApiKeys, CreatedApiKey } from './api-keys.js';

/** A key as a command says it. */
export interface KeyOrder {
  readonly name: string;
  readonly role: string;
  readonly project: string | undefined;
  readonly rights: readonly string[];
  readonly expiresAt: Date | undefined;
}

/** Keys for whoever has the machine, and could read the database anyway. */
export class KeyDesk {
  constructor(private readonly keys: ApiKeys) {}

  async create({ role, rights, ...order }: KeyOrder): Promise<CreatedApiKey> {
    return this.keys.create(OPERATOR, { ...order, role: readRole(role), rights: rights.map(readOwnRight) });
  }

  list(page: PageRequest): Promise<Page<ApiKeyRow>> {
    return this.keys.list(OPERATOR, true, page);
  }

  revoke(id: string): Promise<ApiKeyRow> {
    return this.keys.revoke(OPERATOR, id);
  }
}

const OPERATOR: Caller = {
  project: 'default',
  user: `${userInfo().username}@${hostname()}`,
  door: 'COMMAND',
  requestId: null,
  keyId: null,
  seen: undefined,
  signal: new AbortController().signal,
  requireWaiting: () => undefined,
  demand: () => undefined,
  may: () => true,
};
