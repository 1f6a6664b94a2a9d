import type { FastifyRequest } from 'fastify';
import type { CallerOf } from '../access/caller-of-request.js';
import { type IngestRequest, ingestRows } from '../features/ingest/bulk/ingest-rows.js';
import type { EventHorizon } from '../features/ingest/event-horizon.js';
import type { UnpinnedUses } from '../features/lookups/online/plans/unpinned-uses.js';
import type { OnGraph } from '../graph/graph.js';
import { badInput } from '../platform/errors.js';
import { bodyChunks } from '../platform/http/bodies/body-chunks.js';
import { headerText } from '../platform/http/requests/header-text.js';
import { pathParameter } from '../platform/http/requests/path-parameter.js';
import { readQuery } from '../platform/http/requests/read-query.js';
import { countHeaders } from '../platform/http/requests/repeated-headers.js';
import { withSlot } from '../platform/http/requests/request-slot.js';
import type { Route } from '../platform/http/route.js';
import type { Slots } from '../platform/turns/slots.js';
import { acceptTables } from '../tables/accept-tables.js';
import { readDelimiter } from '../tables/csv/csv-delimiter.js';
import { readTimeZone } from '../tables/read-time-zone.js';
import { formatOfContentType, type TableFormat } from '../tables/table-format.js';
import type { RouteSettings } from './route-settings.js';

const PARAMETERS = ['on-error', 'dataset', 'time-zone', 'delimiter'] as const;
const LONGEST_KEY = 255;

export interface IngestRouteOptions extends OnGraph {
  readonly horizon: EventHorizon;
  readonly unpinnedWrites: UnpinnedUses;
  readonly uploads: Slots;
  readonly caller: CallerOf;
  readonly settings: RouteSettings;
}

/** `POST /v1/feature-sets/:ref/rows`: tables of any size. */
export function ingestRoute({
  database,
  graph,
  horizon,
  unpinnedWrites,
  uploads,
  caller: callerOf,
  settings,
}: IngestRouteOptions): Route {
  return {
    method: 'POST',
    url: '/v1/feature-sets/:ref/rows',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'streamed', timeMs: settings.requestTimeoutMs },
    prepare: acceptTables,
    async answer(request, reply) {
      const caller = await callerOf(request);
      caller.demand('feature:write');
      const rows = readRequest(request, horizon);
      const { text, replayed } = await withSlot({ request, slots: uploads, what: 'ingests' }, async () =>
        ingestRows(database, graph, caller, { ...rows, body: bodyChunks(request), unpinnedWrites }),
      );
      if (replayed) reply.header('idempotent-replayed', 'true');
      return reply.type('application/json; charset=utf-8').send(text);
    },
  };
}

function readRequest(request: FastifyRequest, horizon: EventHorizon): Omit<IngestRequest, 'body' | 'unpinnedWrites'> {
  const { 'on-error': onError, dataset, 'time-zone': timeZone, delimiter } = readQuery(request.query, PARAMETERS);
  const format = formatOfContentType(request.headers['content-type']) as TableFormat;
  return {
    featureSet: pathParameter(request, 'ref'),
    format,
    options: { timeZone: readTimeZone(timeZone, format), delimiter: readDelimiter(delimiter, format) },
    onError: readOnError(onError),
    horizon,
    dataset,
    idempotencyKey: readKey(request),
  };
}

function readOnError(value: string | undefined): 'abort' | 'skip' {
  if (value === undefined || value === 'abort') return 'abort';
  if (value === 'skip') return 'skip';
  throw badInput(`on-error is ${JSON.stringify(value)}; it is abort or skip.`, { field: 'on-error', found: value });
}

function readKey(request: FastifyRequest): string | undefined {
  const key = headerText(request, 'idempotency-key', LONGEST_KEY);
  const found = countHeaders(request, 'idempotency-key');
  if (found > 1)
    throw badInput(`The request has ${found} Idempotency-Key headers; send one.`, { field: 'idempotency-key', found });
  if (key !== undefined || found === 0) return key;
  throw badInput(`Idempotency-Key is empty; it is a text of 1 to ${LONGEST_KEY} characters.`, {
    field: 'idempotency-key',
  });
}
