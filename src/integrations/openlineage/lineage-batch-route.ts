import type { Caller } from '../../graph/nodes/caller.js';
import { translateDatabaseError } from '../../platform/database/connections/database-errors.js';
import { type ErrorCode, HeadwaterError } from '../../platform/errors.js';
import type { Route } from '../../platform/http/route.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import { applyEvent } from './applying/apply-event.js';
import { eventsRoute, type LineageRouteOptions } from './lineage-route.js';
import type { ReadEvent } from './reading/lineage-event.js';

/** What may go well when it is sent again. */
const RETRIABLE: readonly ErrorCode[] = ['CONFLICT', 'UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED', 'INTERNAL'];
/** Of the time that a request has, what is spent on events before those that are left are given back. */
const SHARE = 0.8;

interface FailedEvent {
  readonly index: number;
  readonly reason: string;
  readonly retriable: boolean;
}

/**
 * `POST /api/v1/lineage/batch`: a list of events, each taken by itself in their order, and each that was not is named with why. Those for which there was
 * no time are to be sent again; to send those that were taken again changes nothing.
 */
export function lineageBatchRoute(options: LineageRouteOptions & { readonly logger: Logger }): Route {
  return eventsRoute(options, '/api/v1/lineage/batch', true, async (caller, events) => {
    const end = performance.now() + SHARE * options.settings.requestTimeoutMs;
    const failed: FailedEvent[] = [];
    for (const [index, read] of events.entries()) {
      const failure =
        performance.now() > end
          ? { reason: 'There was no time left for it; send it again.', retriable: true }
          : await failureOf(options, caller, read);
      if (failure !== undefined) failed.push({ index, ...failure });
    }
    return { status: 200, body: summaryOf(events.length, failed) };
  });
}

async function failureOf(
  options: LineageRouteOptions & { readonly logger: Logger },
  caller: Caller,
  read: ReadEvent,
): Promise<Omit<FailedEvent, 'index'> | undefined> {
  if ('problem' in read) return { reason: read.problem, retriable: false };
  try {
    await applyEvent(options, caller, read.event);
    return undefined;
  } catch (error) {
    const known = error instanceof HeadwaterError ? error : translateDatabaseError(error);
    if (known !== undefined) return { reason: known.message, retriable: RETRIABLE.includes(known.code) };
    options.logger.error({ err: error }, 'an event of lineage failed');
    return { reason: 'Something went wrong in Headwater itself; its log has the cause.', retriable: true };
  }
}

function summaryOf(received: number, failed: readonly FailedEvent[]): object {
  const retriable = failed.filter((event) => event.retriable).length;
  return {
    status: failed.length === 0 ? 'success' : 'partial_success',
    summary: {
      received,
      successful: received - failed.length,
      failed: failed.length,
      retriable,
      non_retriable: failed.length - retriable,
    },
    failed_events: failed,
  };
}
