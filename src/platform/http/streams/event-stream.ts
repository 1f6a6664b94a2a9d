import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lifetimeOf } from '../requests/request-signal.js';
import { LongWait } from './long-wait.js';

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
 * Answers a request with server-sent events, as they come: `source` asks with each whether they may be told. It is given a signal that aborts when
 * nobody reads any more; when it ends, so does the answer.
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
  try {
    while (!signal.aborted) {
      const next = iterator.next();
      const wait = new LongWait(next);
      while (!(await wait.within(HEARTBEAT_MS, signal))) {
        if (signal.aborted) return;
        yield ':\n\n';
      }
      const event = await next;
      if (event.done === true) return;
      yield textOf(event.value);
    }
  } finally {
    // It may wait for an event that never comes; its signal ends it.
    void iterator.return?.();
  }
}

function textOf({ event, id, data }: ServerEvent): string {
  const head = `${event === undefined ? '' : `event: ${event}\n`}${id === undefined ? '' : `id: ${id}\n`}`;
  return `${head}data: ${data.replaceAll(/\r\n|\r|\n/g, '\ndata: ')}\n\n`;
}
