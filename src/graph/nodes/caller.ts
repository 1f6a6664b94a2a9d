import type { Action } from './action.js';
import type { Door } from './changes/door.js';

/** On whose behalf, and where, a use case runs. */
export interface Caller {
  /** The project that names are looked up in. */
  readonly project: string;
  /** Who to record as `createdBy`. */
  readonly user: string;
  /** Where the request came in. */
  readonly door: Door;
  /** What the log calls the request; null where there is none. */
  readonly requestId: string | null;
  /** The key that it came with; null where it came with none. */
  readonly keyId: string | null;
  /** The projects whose graph it may read; undefined: all. Nodes of others are hidden from it. */
  readonly seen: readonly string[] | undefined;
  /** Aborts when the request's time is up or its client has gone. */
  readonly signal: AbortSignal;
  /** Throws where the signal would abort; to ask costs less than to have one. */
  requireWaiting(): void;
  /** Throws FORBIDDEN unless the caller may do it, in its project or in another one. The first line of each use case. */
  demand(action: Action, project?: string): void;
  /** Whether `demand` would let it pass. */
  may(action: Action, project?: string): boolean;
}

/** Whether the caller began what somebody began. Who says nothing was recorded as anonymous before that was called local. */
export function isOwn(createdBy: string, { user }: Caller): boolean {
  return createdBy === user || (createdBy === 'anonymous' && user === 'local');
}

/** What a job says of whoever asked for it. */
export function askedBy({ project, user, keyId }: Caller) {
  return { project, createdBy: user, keyId };
}
