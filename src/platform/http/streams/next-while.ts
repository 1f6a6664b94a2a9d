import { LongWait } from './long-wait.js';

/** How often it is asked whether somebody may still listen, if nothing happens. */
const WATCH_MS = 1_000;

/**
 * The next of some events. Meanwhile `ask` is called now and then; what it throws, for whoever may not listen any more, ends the waiting. At the signal
 * there is none.
 */
export async function nextWhile<T>(
  events: AsyncIterator<T>,
  ask: () => Promise<void>,
  signal: AbortSignal,
): Promise<IteratorResult<T, undefined>> {
  const next = events.next();
  const wait = new LongWait(next);
  while (!(await wait.within(WATCH_MS))) {
    if (signal.aborted) return { done: true, value: undefined };
    await ask();
  }
  return next;
}
