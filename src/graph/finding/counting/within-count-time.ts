import { HeadwaterError } from '../../../platform/errors.js';

/** Counting looks at all that fits, however much: so long it may take, and the page comes all the same. */
const MOST_MS = 5_000;

/** A count costs what hundreds of fields do. */
export const COUNT_PRICE = { total: 100, facets: 400 };

/** Counts, as long as it may. TIMEOUT where that is not enough; the signal that `count` is given has ended its statement then. */
export async function withinCountTime<T>(
  what: string,
  count: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
  mostMs = MOST_MS,
): Promise<T> {
  const late = new AbortController();
  const end = () => late.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, mostMs);
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await count(late.signal);
  } catch (error) {
    if (!isLate) throw error;
    throw new HeadwaterError(
      'TIMEOUT',
      `${what} that fit could not be counted within ${mostMs / 1_000} s. Ask for less: another filter, or the page without totalCount and facets.`,
    );
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}
