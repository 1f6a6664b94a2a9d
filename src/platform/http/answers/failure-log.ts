import { LogController } from 'fastify';

/**
 * What Fastify itself logs: failures, such as an answer that broke off while it was streamed. One line per request would
 * cost more than a feature lookup; /metrics has the counts and times.
 */
export class FailureLog extends LogController {
  override incomingRequest(): void {}
  override requestCompleted(): void {}
}
