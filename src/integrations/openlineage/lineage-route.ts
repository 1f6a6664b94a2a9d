import type { FastifyRequest } from 'fastify';
import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { badInput } from '../../platform/errors.js';
import { withSlot } from '../../platform/http/requests/request-slot.js';
import type { Route } from '../../platform/http/route.js';
import type { Slots } from '../../platform/turns/slots.js';
import { applyEvent } from './applying/apply-event.js';
import type { ReadEvent } from './reading/lineage-event.js';
import { acceptEvents, isPacked, readBody } from './reading/read-body.js';
import { readElsewhere } from './reading/read-elsewhere.js';

/** Bytes. So much can be held of every request. */
const SMALL = 65_536;

export interface LineageRouteOptions extends OnGraph {
  readonly caller: (request: FastifyRequest) => Promise<Caller>;
  /** For requests that may be large. */
  readonly places: Slots;
  readonly settings: { readonly requestTimeoutMs: number };
}

/** What both doors of OpenLineage share; `answer` is given the caller and how to get at the events. */
export function eventsRoute(
  { caller: callerOf, places, settings }: LineageRouteOptions,
  url: string,
  isBatch: boolean,
  answer: (caller: Caller, events: readonly ReadEvent[]) => Promise<{ readonly status: number; readonly body: object }>,
): Route {
  return {
    method: 'POST',
    url,
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'streamed', timeMs: settings.requestTimeoutMs },
    prepare: acceptEvents,
    async answer(request, reply) {
      const caller = await callerOf(request);
      caller.demand('run:log');
      caller.demand('dataset:register');
      const work = async () => answer(caller, await readElsewhere(await readBody(request), isBatch));
      const { status, body } = isSmall(request)
        ? await work()
        : await withSlot({ request, slots: places, what: 'large lineage events' }, work);
      return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(body));
    },
  };
}

function isSmall(request: FastifyRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return encoding === undefined && !isPacked(request) && Number(length ?? 0) <= SMALL;
}

/** `POST /api/v1/lineage`: one event, as every client of OpenLineage sends it. 201, as its other receivers answer. */
export function lineageRoute(options: LineageRouteOptions): Route {
  return eventsRoute(options, '/api/v1/lineage', false, async (caller, [read]) => {
    if (read === undefined || 'problem' in read) throw badInput(read?.problem ?? 'The body is empty; send an event.');
    const { taken } = await applyEvent(options, caller, read.event);
    return { status: 201, body: { status: 'success', created: taken } };
  });
}
