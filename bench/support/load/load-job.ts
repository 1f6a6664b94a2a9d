/** Requests to send as fast as they are answered. */
export interface LoadJob {
  readonly url: string;
  readonly seconds: number;
  /** Beside the content type. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For each connection the bodies that it posts, over and over. */
  readonly bodies: readonly (readonly string[])[];
}

/** What one turn of load gave; times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** How many answers came, those of the settling included. */
  readonly answers: number;
  /** Answers other than 2xx, and broken connections. */
  readonly failures: number;
}
