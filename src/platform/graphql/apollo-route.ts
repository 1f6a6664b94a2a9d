import { type ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';

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
