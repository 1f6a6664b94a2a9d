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
  /** Aborts when the request's time is up or its client has gone. */
  readonly signal: AbortSignal;
  /** Throws where the signal would abort; to ask costs less than to have one. */
  requireWaiting(): void;
  /** Throws FORBIDDEN unless the caller may do it, in its project or in another one. The first line of each use case. */
  demand(action: Action, project?: string): void;
  /** Whether `demand` would let it pass. */
  may(action: Action, project?: string): boolean;
}
