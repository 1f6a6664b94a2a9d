/** What the routes are told of the configuration. */
export interface RouteSettings {
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  /** Bulk uploads, and downloads, that go on at once; who comes later waits so many milliseconds for a slot. */
  readonly transfers: number;
  readonly transferWaitMs: number;
}
