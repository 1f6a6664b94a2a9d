import { createMcpHandler } from '@modelcontextprotocol/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Route } from '../../platform/http/route.js';
import { clientAs } from './ask-as.js';
import { headwaterMcp } from './headwater-mcp.js';

export interface McpRouteOptions {
  readonly caller: (request: FastifyRequest) => Promise<Caller>;
  readonly settings: { readonly requestTimeoutMs: number; readonly bodyLimitBytes: number };
}

/**
 * `/mcp`: the Model Context Protocol over streamable HTTP. Nothing is kept between requests, so every process of a service answers any of them, and
 * `GET` and `DELETE`, which would follow and end a session, are answered 405.
 */
export function mcpRoute({ caller, settings }: McpRouteOptions): Route {
  // Read when the first assistant comes: most services have none.
  let servers: ReturnType<typeof headwaterMcp> | undefined;
  return {
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: settings.bodyLimitBytes, timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      await caller(request);
      servers ??= headwaterMcp();
      // The tools are always the same, so nobody has to be told that they have changed.
      const handler = createMcpHandler((await servers)(clientAs(request)), { maxSubscriptions: 0 });
      const response = await handler.fetch(webRequest(request), { parsedBody: request.body ?? undefined });
      await send(response, reply);
      return reply;
    },
  };
}

function webRequest({ method, url, headers, body }: FastifyRequest): Request {
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(new URL(url, 'http://headwater'), {
    method,
    headers: given,
    ...(method === 'POST' && { body: JSON.stringify(body ?? null) }),
  });
}

async function send(response: Response, reply: FastifyReply): Promise<void> {
  for (const [name, value] of response.headers) if (name !== 'content-length') reply.header(name, value);
  reply.code(response.status).send(await response.text());
}
