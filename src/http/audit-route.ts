import { Readable } from 'node:stream';
import type { CallerOf } from '../access/caller-of-request.js';
import { exportAudit } from '../changes/audit/export-audit.js';
import type { Database } from '../platform/database/database.js';
import { attachment } from '../platform/http/answers/attachment.js';
import { readQuery } from '../platform/http/requests/read-query.js';
import type { Route } from '../platform/http/route.js';
import { readAnchor } from '../platform/text/hash-chain.js';
import type { RouteSettings } from './route-settings.js';

export interface AuditRouteOptions {
  readonly database: Database;
  readonly caller: CallerOf;
  readonly settings: RouteSettings;
}

/** `GET /v1/audit`: the log of a project with its hashes, so that it can be kept, and verified, elsewhere. */
export function auditRoute({ database, caller, settings }: AuditRouteOptions): Route {
  return {
    method: 'GET',
    url: '/v1/audit',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const by = await caller(request);
      by.demand('audit:export');
      const { after } = readQuery(request.query, ['after']);
      const lines = exportAudit(database, by.project, after === undefined ? 0 : readAnchor(after).position);
      return reply
        .type('application/x-ndjson')
        .header('content-disposition', attachment(`${by.project}.audit`, 'ndjson'))
        .send(Readable.from(lines, { objectMode: false }));
    },
  };
}
