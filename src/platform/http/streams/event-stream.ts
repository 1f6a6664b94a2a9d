import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lifetimeOf } from '../requests/request-signal.js';

/** One event of a stream of server-sent events. */
export interface ServerEvent {
  readonly event?: string;
  /** What a client sends as Last-Event-ID when it comes back. */
  readonly id?: string;
  readonly data: string;
}

/** Milliseconds without an event after which a comment is sent: what lies between would think that nobody is there any more. */
const HEARTBEAT_MS = 15_000;

/**
 * Answers a request with server-sent events, as they come: `source` asks with each whether they may be told. It is given a signal that aborts when nobody reads any more; when it ends, so does the
 * answer.
 */
export function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  source: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
): FastifyReply {
  const lifetime = lifetimeOf(request);
  lifetime.beginStreaming();
  lifetime.isWatched = true;
  const gone = new AbortController();
  lifetime.whenSent(() => gone.abort());
  const body = Readable.from(written(source(gone.signal), gone.signal), { objectMode: false });
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    .send(body);
}

async function* written(events: AsyncIterable<ServerEvent>, signal: AbortSignal): AsyncGenerator<string, void> {
  // Whoever waits for the first event learns at once that there will be some.
  yield ':\n\n';
  const iterator = events[Symbol.asyncIterator]();
  const ask = () => {
    const next = iterator.next();
    // Nobody waits for it any more once the reader has gone.
    next.catch(() => undefined);
    return next;
  };
  let next = ask();
  try {
    while (!signal.aborted) {
      const event = await orSilence(next, signal);
      if (event === undefined) yield ':\n\n';
      else if (event.done === true) return;
      else {
        yield textOf(event.value);
        next = ask();
      }
    }
  } finally {
    // It may wait for an event that never comes; its signal ends it.
    void iterator.return?.();
  }
}

/** The next event, or undefined where there is none for a while. */
async function orSilence<T>(next: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  let end: (() => void) | undefined;
  const silence = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
    timer = setTimeout(end, HEARTBEAT_MS);
    signal.addEventListener('abort', end);
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    clearTimeout(timer);
    if (end !== undefined) signal.removeEventListener('abort', end);
  }
}

function textOf({ event, id, data }: ServerEvent): string {
  const head = `${event === undefined ? '' : `event: ${event}\n`}${id === undefined ? '' : `id: ${id}\n`}`;
  return `${head}data: ${data.replaceAll(/\r\n|\r|\n/g, '\ndata: ')}\n\n`;
}
