import { parentPort } from 'node:worker_threads';
import type { ReadEvent } from './lineage-event.js';
import { readEvents } from './read-events.js';
import { Refused } from './refused.js';

/** What the thread is told, once. */
export interface EventsTask {
  readonly body: Uint8Array;
  readonly isBatch: boolean;
}

/** What it says: events as they are read, in their order; then that this was all, or what is wrong with the body. */
export type EventsMessage =
  | { readonly events: readonly ReadEvent[] }
  | { readonly end: true }
  | { readonly refused: string };

/** Whoever receives many at once has its event loop stand still meanwhile. */
const AT_ONCE = 50;

parentPort?.once('message', ({ body, isBatch }: EventsTask) => {
  const say = (message: EventsMessage) => parentPort?.postMessage(message);
  try {
    let events: ReadEvent[] = [];
    for (const event of readEvents(Buffer.from(body.buffer, body.byteOffset, body.byteLength), isBatch)) {
      events.push(event);
      if (events.length < AT_ONCE) continue;
      say({ events });
      events = [];
    }
    say({ events });
    say({ end: true });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    say({ refused: error.message });
  }
});
