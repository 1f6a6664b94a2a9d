import type { ChangeFeed } from '../platform/database/change-feed.js';
import type { Queryable } from '../platform/database/queryable.js';
import { anyApiKey } from './keys/api-key.sql.js';

/** `auto`: open until there is a key, or tokens are believed. */
export type AccessMode = 'auto' | 'required' | 'open';

/** Whether everybody may do everything, or only who has shown who it is. What is closed stays closed as long as the process lives. */
export class AccessState {
  private closed: boolean;
  private lookedAt = -1;

  constructor(
    private readonly db: Queryable,
    private readonly changes: ChangeFeed,
    private readonly mode: AccessMode,
    hasTokens: boolean,
  ) {
    this.closed = mode === 'required' || (mode === 'auto' && hasTokens);
  }

  /** Undefined when it has to be looked up first: keys have changed since. */
  get isOpen(): boolean | undefined {
    if (this.closed) return false;
    if (this.mode === 'open') return true;
    // Where nothing is heard of keys, it is looked up each time.
    return this.changes.reliable && this.lookedAt === this.changes.current ? true : undefined;
  }

  /** Whether it is open, looked up where need be. */
  async look(): Promise<boolean> {
    const generation = this.changes.current;
    if (this.isOpen === undefined && (await anyApiKey(this.db))) this.closed = true;
    this.lookedAt = generation;
    return !this.closed;
  }
}
