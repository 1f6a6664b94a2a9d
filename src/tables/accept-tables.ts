import type { FastifyInstance } from 'fastify';
import { badInput } from '../platform/errors.js';
import { refuseOtherCharset } from '../platform/http/requests/refuse-charset.js';
import { formatOfContentType, TABLE_CONTENT_TYPES } from './table-format.js';

/** Lets the routes of a scope take tables of any size: their bodies are not read before the route reads them. */
export function acceptTables(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(TABLE_CONTENT_TYPES, (request, _payload, done) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding.toLowerCase() === 'identity') return done(null);
    const problem = badInput(`The content-encoding is ${encoding}; send the table as it is, uncompressed.`, {
      field: 'content-encoding',
      found: encoding,
      expected: 'identity',
    });
    done(Object.assign(problem, { statusCode: 415 }));
  });
  // Before Fastify looks at the type, which would ask for JSON where there is none.
  scope.addHook('onRequest', async (request) => {
    const type = request.headers['content-type'];
    const format = formatOfContentType(type);
    if (format === 'csv' || format === 'ndjson') refuseOtherCharset(type ?? '', format.toUpperCase());
    if (format !== undefined) return;
    const found = type === undefined || type === '' ? 'missing' : JSON.stringify(type);
    const problem = badInput(
      `The content-type is ${found}; send application/x-ndjson, text/csv or application/vnd.apache.parquet.`,
      { field: 'content-type', found, expected: TABLE_CONTENT_TYPES },
    );
    throw Object.assign(problem, { statusCode: 415 });
  });
}
