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
  // Nobody waits for it any more once the right is lost.
  next.catch(() => undefined);
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const watch = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), WATCH_MS);
    });
    try {
      const result = await Promise.race([next, watch]);
      if (result !== undefined) return result;
    } finally {
      clearTimeout(timer);
    }
    if (signal.aborted) return { done: true, value: undefined };
    await ask();
  }
}
