import { request as httpRequest } from 'node:http';

interface StreamRequest {
  readonly signal: AbortSignal;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/**
 * `fetch` for streams that a test ends: Node's own, up to version 22, holds the signal so weakly that `abort` does nothing once the garbage
 * collector has passed. Its answers have what the client of graphql-sse reads.
 */
export const streamFetch = (url: string, { signal, method = 'GET', headers = {}, body }: StreamRequest) =>
  new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (answer) => {
      const status = answer.statusCode ?? 0;
      resolve({
        ok: status >= 200 && status < 300,
        status,
        statusText: answer.statusMessage ?? '',
        headers: new Headers(answer.headers as Record<string, string>),
        body: answer,
      });
    });
    request.on('error', reject).end(body);
    signal.addEventListener('abort', () => request.destroy());
  });
