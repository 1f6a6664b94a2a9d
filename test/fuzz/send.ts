import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { FuzzRequest } from './http-requests.js';

/** What came back. */
export interface FuzzAnswer {
  readonly status: number;
  readonly body: string;
  /** From the last byte sent to the last byte received. */
  readonly milliseconds: number;
}

/** After this nobody waits any more: the connection is dead. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 30;

/** Sends a request by an agent that keeps its connections; undefined where it was left half sent on purpose. */
export function send(
  url: URL,
  agent: Agent,
  { method, path, headers, body, pace }: FuzzRequest,
): Promise<FuzzAnswer | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({
      host: url.hostname,
      port: url.port,
      method,
      path,
      agent,
      headers: { ...headers, 'content-length': body.length },
    });
    let begin = performance.now();
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    sent.on('error', (error) => {
      if (pace === 'HALF') resolve(undefined);
      else reject(error);
    });
    sent.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          milliseconds: performance.now() - begin,
        }),
      );
    });
    void write(sent, body, pace).then(() => {
      begin = performance.now();
    });
  });
}

async function write(sent: ReturnType<typeof request>, body: Buffer, pace: FuzzRequest['pace']): Promise<void> {
  if (pace === 'WHOLE') {
    sent.end(body);
    return;
  }
  const half = Math.ceil(body.length / 2);
  sent.write(body.subarray(0, half));
  await setTimeout(PAUSE_MS);
  if (pace === 'HALF') sent.destroy(new Error('left half sent'));
  else sent.end(body.subarray(half));
}

/** An agent of one connection: what is sent by it after a request meets what that request left behind. */
export function oneConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}
