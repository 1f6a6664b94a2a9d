import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HeadwaterError, HTTP_STATUS } from '../errors.js';
import { sendProblem } from '../http/problem.js';

/**
 * Gives an Apollo server the route `/graphql`. By hand, because the integration package parses the URL of every request, which takes a
 * twentieth of a lookup.
 */
export function registerApolloRoute<Context extends BaseContext>(
  app: FastifyInstance,
  server: ApolloServer<Context>,
  context: (request: FastifyRequest) => Promise<Context>,
): void {
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    errorHandler: sendGraphqlError,
    async handler(request, reply) {
      const { status, headers, body } = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers: headersOf(request),
          search: searchOf(request.url),
          body: request.body,
        },
        context: () => context(request),
      });
      for (const [name, value] of headers) reply.header(name, value);
      reply.code(status ?? 200);
      // Chunks come only from @defer and @stream, which the schema doesn't have.
      if (body.kind === 'chunked') throw new Error('Apollo answered in chunks');
      return body.string;
    },
  });
}

/** A request that was given up is answered in the form that its client expects. */
function sendGraphqlError(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  // An error with a status of its own is about the body, which is then no request of GraphQL yet.
  if (!(error instanceof HeadwaterError) || error.code !== 'TIMEOUT' || 'statusCode' in error)
    sendProblem(error, request, reply);
  else {
    const { code, message } = error;
    void reply.code(HTTP_STATUS[code]).send({ errors: [{ message, extensions: { code } }], data: null });
  }
}

function headersOf(request: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const name in request.headers) {
    const value = request.headers[name];
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

function searchOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}
