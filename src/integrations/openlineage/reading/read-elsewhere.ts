import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { badInput } from '../../../platform/errors.js';
import { packageFile } from '../../../platform/package/package-file.js';
import type { EventsMessage } from './events-worker.js';
import type { ReadEvent } from './lineage-event.js';
import { readEvents } from './read-events.js';
import { Refused } from './refused.js';

/** Bytes. To begin a thread takes longer than to read so much. */
const SMALL = 65_536;
/** Of 32 MB of JSON, whatever it holds, that takes most; and the longest that reading them takes on a busy machine. */
const HEAP_MB = 1_024;
const LONGEST_MS = 30_000;

/** As it is built. */
const WORKER = fileURLToPath(packageFile('dist/lineage-events-worker.js'));

/** Reads the events of a body; a large one in a thread of its own, so that others are served meanwhile. Throws BAD_USER_INPUT for what is none. */
export async function readElsewhere(body: Buffer, isBatch: boolean): Promise<readonly ReadEvent[]> {
  if (body.length > SMALL) return inThread(body, isBatch);
  try {
    return [...readEvents(body, isBatch)];
  } catch (error) {
    throw error instanceof Refused ? badInput(error.message) : error;
  }
}

async function inThread(body: Buffer, isBatch: boolean): Promise<readonly ReadEvent[]> {
  const worker = new Worker(WORKER, {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const events: ReadEvent[] = [];
      timer = setTimeout(() => reject(tooMuch('time')), LONGEST_MS);
      worker.on('message', (message: EventsMessage) => {
        if ('events' in message) for (const event of message.events) events.push(event);
        else if ('end' in message) resolve(events);
        else reject(badInput(message.refused));
      });
      worker.on('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory') : error),
      );
      worker.once('exit', () => reject(new Error('The thread that reads events ended before it was done.')));
      worker.postMessage({ body, isBatch });
    });
  } finally {
    clearTimeout(timer);
    worker.removeAllListeners('exit');
    void worker.terminate();
  }
}

function tooMuch(what: 'time' | 'memory'): Error {
  return badInput(`To read the body takes more ${what} than it may; send fewer events, or smaller ones.`);
}
