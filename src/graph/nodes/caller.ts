/** On whose behalf, and where, a use case runs. */
export interface Caller {
  /** The project that names are looked up in. */
  readonly project: string;
  /** Who to record as `createdBy`. */
  readonly user: string;
  /** Aborts when the request's time is up or its client has gone. */
  readonly signal: AbortSignal;
  /** Throws where the signal would abort; to ask costs less than to have one. */
  requireWaiting(): void;
}
