import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ingestExists, selectBadRows } from '../features/ingest/bulk/ingest-record.sql.js';
import { type IngestRequest, ingestRows } from '../features/ingest/bulk/ingest-rows.js';
import type { EventHorizon } from '../features/ingest/event-horizon.js';
import { badRowJson } from '../features/ingest/rows/bad-row-json.js';
import type { Graph } from '../graph/graph.module.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import { badInput, notFound } from '../platform/errors.js';
import { bodyChunks } from '../platform/http/bodies/body-chunks.js';
import { headerText } from '../platform/http/header-text.js';
import { readQuery } from '../platform/http/read-query.js';
import { countHeaders } from '../platform/http/repeated-headers.js';
import { usePlace } from '../platform/http/request-place.js';
import type { Places } from '../platform/places.js';
import { acceptTables } from '../platform/tables/accept-tables.js';
import { readDelimiter } from '../platform/tables/csv/csv-delimiter.js';
import { readTimeZone } from '../platform/tables/read-time-zone.js';
import { formatOfContentType, type TableFormat } from '../platform/tables/table-format.js';

const PARAMETERS = ['on-error', 'dataset', 'time-zone', 'delimiter'] as const;
const PAGE = 1_000;
const LONGEST_KEY = 255;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface IngestDependencies {
  readonly database: Database;
  readonly graph: Graph;
  readonly places: Places;
  readonly horizon: EventHorizon;
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>;
}

/** `POST /v1/feature-sets/:ref/rows`: tables of any size; `GET /v1/ingests/:id/bad-rows`: what was left out of one. */
export function registerIngestRoutes(
  app: FastifyInstance,
  { database, graph, places, horizon, callerOf }: IngestDependencies,
): void {
  void app.register(async (scope) => {
    acceptTables(scope);
    scope.post<{ Params: { ref: string } }>('/v1/feature-sets/:ref/rows', async (request, reply) => {
      const caller = await callerOf(request);
      const rows = readRequest(request, horizon);
      const { text, replayed } = await usePlace({ request, places, what: 'ingests' }, async () =>
        ingestRows(database, graph, caller, { ...rows, body: bodyChunks(request) }),
      );
      if (replayed) reply.header('idempotent-replayed', 'true');
      return reply.type('application/json; charset=utf-8').send(text);
    });
  });
  app.get<{ Params: { id: string } }>('/v1/ingests/:id/bad-rows', async (request, reply) => {
    const { id } = request.params;
    const { project } = await callerOf(request);
    if (!UUID.test(id) || !(await ingestExists(database, id, project)))
      throw notFound(`No ingest "${id}" in project "${project}".`, { found: id });
    return reply
      .type('application/x-ndjson')
      .header('content-disposition', `attachment; filename="${id}.bad-rows.ndjson"`)
      .send(Readable.from(badRowLines(database, id, project), { objectMode: false }));
  });
}

async function* badRowLines(database: Database, id: string, project: string): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const rows = await selectBadRows(database, id, project, after, PAGE);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield `${rows.map(badRowJson).join('\n')}\n`;
    after = last.row;
  }
}

function readRequest(
  request: FastifyRequest<{ Params: { ref: string } }>,
  horizon: EventHorizon,
): Omit<IngestRequest, 'body'> {
  const { 'on-error': onError, dataset, 'time-zone': timeZone, delimiter } = readQuery(request.query, PARAMETERS);
  const format = formatOfContentType(request.headers['content-type']) as TableFormat;
  return {
    featureSet: request.params.ref,
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
