import type { Config } from '../config.js';
import type { TrafficLimits } from '../platform/http/bounds/traffic-limits.js';

/** What clients may take of one process. A front looks after the connections of clients, and after how fast they read and write. */
export function trafficLimitsOf(config: Config, isBackend: boolean): TrafficLimits {
  return {
    connections: isBackend ? Number.MAX_SAFE_INTEGER : config.MAX_CONNECTIONS,
    requests: config.MAX_REQUESTS,
    requestsPerAddress: isBackend ? 0 : config.RATE_LIMIT_PER_ADDRESS,
    requestsPerPrincipal: isBackend ? 0 : config.RATE_LIMIT_PER_PRINCIPAL,
    proxies: isBackend ? true : config.TRUST_PROXY,
    headersMs: config.HEADERS_TIMEOUT_MS,
    leastBytesPerSecond: isBackend ? 0 : config.LEAST_BYTES_PER_SECOND,
    // Whose place others wait for is known to the backend alone.
    wantedBytesPerSecond: config.WANTED_BYTES_PER_SECOND,
    rateWindowMs: config.RATE_WINDOW_MS,
    transferMs: config.TRANSFER_TIMEOUT_MS,
    answerBytes: config.ANSWER_LIMIT_BYTES,
    waitingBodyBytes: config.BODY_MEMORY_BYTES,
  };
}
