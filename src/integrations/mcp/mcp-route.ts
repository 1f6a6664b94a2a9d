import { randomUUID } from 'node:crypto';
import { stringifyExactly } from '@headwater/client/exact-json';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../graph/nodes/caller.js';
import type { Route } from '../../platform/http/route.js';
import { once } from '../../platform/once.js';
import { answerAs } from './ask-as.js';
import { CallsUnderWay } from './calls-under-way.js';
import { headwaterMcp } from './headwater-mcp.js';

export interface McpRouteOptions {
  readonly caller: (request: FastifyRequest) => Promise<Caller>;
  readonly settings: { readonly requestTimeoutMs: number; readonly bodyLimitBytes: number };
}

const SESSION_HEADER = 'mcp-session-id';

/**
 * `/mcp`: the Model Context Protocol over streamable HTTP. Nothing is kept between requests, so every process of a service answers any of them, and
 * `GET` and `DELETE`, which would follow and end a session, are answered 405. A session is a name alone, by which a client says which of its calls it wants
 * no more.
 */
export function mcpRoute({ caller, settings }: McpRouteOptions): Route {
  // Read when the first assistant comes: most services have none.
  const servers = once(headwaterMcp);
  const calls = new CallsUnderWay();
  return {
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: settings.bodyLimitBytes, timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const { user, project } = await caller(request);
      const given = request.headers[SESSION_HEADER];
      // Nobody ends the calls of others.
      const session = typeof given === 'string' ? JSON.stringify([user, project, given]) : undefined;
      calls.heed(session, request.body);
      // The tools are always the same, so nobody has to be told that they have changed.
      const handler = createMcpHandler((await servers())(answerAs(request, calls, session)), { maxSubscriptions: 0 });
      const response = await handler.fetch(webRequest(request), { parsedBody: request.body ?? undefined });
      if (begins(request.body) && response.ok) reply.header(SESSION_HEADER, randomUUID());
      await send(response, reply);
      return reply;
    },
  };
}

function begins(body: unknown): boolean {
  return (body as { method?: unknown } | null | undefined)?.method === 'initialize';
}

function webRequest({ method, url, headers, body }: FastifyRequest): Request {
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Request(new URL(url, 'http://headwater'), {
    method,
    headers: given,
    ...(method === 'POST' && { body: stringifyExactly(body ?? null) }),
  });
}

async function send(response: Response, reply: FastifyReply): Promise<void> {
  for (const [name, value] of response.headers) if (name !== 'content-length') reply.header(name, value);
  reply.code(response.status).send(await response.text());
}
