import { HeadwaterClient } from '@headwater/client';
import type { FastifyRequest } from 'fastify';

/** Of the request that came, and none of those that go on in its name. */
const OF_THE_BODY = /^(?:content-|accept|transfer-encoding|connection|expect|upgrade|te$|trailer|mcp-)/;

/** A client that asks the service which `request` came to, on its behalf: the same credentials, project, limits and rights. */
export function clientAs(request: FastifyRequest): HeadwaterClient {
  const passedOn = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OF_THE_BODY.test(name)));
  return new HeadwaterClient({
    url: 'http://headwater',
    retries: 0,
    async fetch(url, { body, headers } = {}) {
      const answer = await request.server.inject({
        method: 'POST',
        url: new URL(String(url)).pathname,
        headers: { ...passedOn, ...(headers as Record<string, string>) },
        payload: String(body),
        remoteAddress: request.ip,
      });
      return new Response(answer.body, {
        status: answer.statusCode,
        headers: { 'content-type': String(answer.headers['content-type']) },
      });
    },
  });
}
