import type { FastifyInstance } from 'fastify';
import { badInput } from '../../errors.js';

/** Lets the routes of a scope take bodies of any type and size: they are not read before the route reads them. */
export function acceptFiles(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
  scope.addHook('onRequest', async ({ headers }) => {
    if (headers['content-type']?.toLowerCase().startsWith('multipart/form-data') === true) {
      const problem = badInput('The body is a form; send the bytes of the file as the body, as `curl -T file` does.', {
        field: 'content-type',
        found: 'multipart/form-data',
      });
      throw Object.assign(problem, { statusCode: 415 });
    }
    const encoding = headers['content-encoding'] ?? 'identity';
    if (encoding.toLowerCase() === 'identity') return;
    const problem = badInput(`The content-encoding is ${encoding}; send the file as it is, and it comes back so.`, {
      field: 'content-encoding',
      found: encoding,
      expected: 'identity',
    });
    throw Object.assign(problem, { statusCode: 415 });
  });
}
