/** What clients may take of the service by being many, slow, or greedy. */
export interface TrafficLimits {
  /** Open connections; more are closed as they come. */
  readonly connections: number;
  /** Requests under way at once; more are answered UNAVAILABLE. */
  readonly requests: number;
  /** Requests a second from one address; 0: any number. */
  readonly requestsPerAddress: number;
  /** Requests a second of one principal; 0: any number. */
  readonly requestsPerPrincipal: number;
  /** Addresses of those in front that are believed whom they speak for; true: whoever it is. */
  readonly proxies?: string[] | true | undefined;
  /** Milliseconds for the head of a request, and for a connection without one. */
  readonly headersMs: number;
  /** Bytes a second at which bodies must come and answers be read, looked at over `rateWindowMs` milliseconds. */
  readonly leastBytesPerSecond: number;
  /** The same for uploads and downloads while others wait for their slots. */
  readonly wantedBytesPerSecond: number;
  readonly rateWindowMs: number;
  /** Milliseconds for a request whose body or answer is streamed. */
  readonly transferMs: number;
  /** Bytes of one answer that is made in memory, and of all JSON bodies. */
  readonly answerBytes: number;
  readonly waitingBodyBytes: number;
}
