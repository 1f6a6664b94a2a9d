import { type IncomingMessage, request as openHttp } from 'node:http';
import { request as openHttps } from 'node:https';
import { Readable } from 'node:stream';

/**
 * As `fetch`, for a text or bytes, but the connection breaks whenever the signal aborts: the `fetch` of Node up to version 22 forgets its
 * signal once garbage has been collected, and what it asked for would go on.
 */
export function steadyFetch(signal: AbortSignal): typeof fetch {
  return (input, { method, headers, body } = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(String(input));
      const open = url.protocol === 'https:' ? openHttps : openHttp;
      const out = open(url, { method, headers: headers as Record<string, string>, signal });
      out.once('error', reject);
      out.once('response', (answer) => resolve(responseOf(answer)));
      out.end(body === undefined || body === null || body instanceof Uint8Array ? body : String(body));
    });
}

function responseOf(answer: IncomingMessage): Response {
  const { statusCode = 502, headers } = answer;
  const told = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new Response(Readable.toWeb(answer) as ReadableStream<Uint8Array>, { status: statusCode, headers: told });
}
