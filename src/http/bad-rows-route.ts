import { Readable } from 'node:stream';
import type { CallerOf } from '../access/caller-of-request.js';
import { anySensitive } from '../features/definitions/sensitive/sensitive.sql.js';
import { ingestCreator, selectBadRows } from '../features/ingest/bulk/ingest-record.sql.js';
import { badRowJson } from '../features/ingest/rows/bad-row-json.js';
import { quoteName } from '../graph/names/format-ref.js';
import type { Database } from '../platform/database/database.js';
import { notFound } from '../platform/errors.js';
import { pathParameter } from '../platform/http/requests/path-parameter.js';
import type { Route } from '../platform/http/route.js';
import type { RouteSettings } from './route-settings.js';

const PAGE = 1_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface BadRowsRouteOptions {
  readonly database: Database;
  readonly caller: CallerOf;
  readonly settings: RouteSettings;
}

/** `GET /v1/ingests/:id/bad-rows`: what was left out of an ingest. */
export function badRowsRoute({ database, caller, settings }: BadRowsRouteOptions): Route {
  return {
    method: 'GET',
    url: '/v1/ingests/:id/bad-rows',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const id = pathParameter(request, 'id');
      const by = await caller(request);
      by.demand('feature:write');
      const { project } = by;
      const creator = UUID.test(id) ? await ingestCreator(database, id, project) : undefined;
      if (creator === undefined) throw notFound(`No ingest "${id}" in project ${quoteName(project)}.`, { found: id });
      // Who sent the rows has them; for others they may be sensitive.
      if (creator !== by.user && (await anySensitive(database, project))) by.demand('feature:read-sensitive');
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', `attachment; filename="${id}.bad-rows.ndjson"`)
        .send(Readable.from(badRowLines(database, id, project), { objectMode: false }));
    },
  };
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
