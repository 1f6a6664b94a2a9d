import { setMaxListeners } from 'node:events';
import { HeadwaterClient } from '@headwater/client';
import type { FastifyRequest } from 'fastify';
import { signalOf } from '../../platform/http/requests/request-signal.js';
import type { CallsUnderWay } from './calls-under-way.js';
import type { Answering } from './headwater-mcp.js';

/** Of the request that came, and none of those that go on in its name. */
const OF_THE_BODY =
  /^(?:content-|accept|transfer-encoding|connection|expect|upgrade|te$|trailer|mcp-|headwater-inner$)/;

/**
 * Asks the service which `request` came to, on its behalf: the same credentials, project, limits and rights. A call ends when its client has gone, or says
 * that it wants it no more.
 */
export function answerAs(request: FastifyRequest, calls: CallsUnderWay, session: string | undefined): Answering {
  const passedOn = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OF_THE_BODY.test(name)));
  return async (document, variables, { id, signal: ended }) => {
    const call = calls.begin(session, id);
    const end = () => call.cancel();
    const gone = [signalOf(request), ended];
    // Each call of a batch listens for the end of the same request.
    setMaxListeners(0, ...gone);
    for (const signal of gone) signal.addEventListener('abort', end);
    if (gone.some(({ aborted }) => aborted)) end();
    try {
      return await clientOf(request, passedOn, call.signal).answer(document, variables);
    } finally {
      call.end();
      for (const signal of gone) signal.removeEventListener('abort', end);
    }
  };
}

function clientOf(request: FastifyRequest, passedOn: FastifyRequest['headers'], signal: AbortSignal): HeadwaterClient {
  return new HeadwaterClient({
    url: 'http://headwater',
    retries: 0,
    async fetch(url, { body, headers } = {}) {
      const inner = {
        method: 'POST' as const,
        url: new URL(String(url)).pathname,
        headers: { ...passedOn, ...(headers as Record<string, string>) },
        payload: String(body),
        remoteAddress: request.ip,
      };
      const answer = await request.server.innerRequests.answer(inner, signal);
      return new Response(answer.body, {
        status: answer.statusCode,
        headers: { 'content-type': String(answer.headers['content-type']) },
      });
    },
  });
}
