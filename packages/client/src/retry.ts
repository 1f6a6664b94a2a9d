/** Milliseconds before the first retry; twice as many before each further one. */
const FIRST_WAIT_MS = 200;
/** Whoever is to come back later than that does not wait here. */
const LONGEST_WAIT_MS = 5_000;
const COME_BACK_LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Whether the same request may succeed soon. */
export function isWorthRetrying(outcome: Response | Error): boolean {
  return outcome instanceof Error || (COME_BACK_LATER.has(outcome.status) && askedWaitMs(outcome) <= LONGEST_WAIT_MS);
}

/** Waits for as long as the answer asks, or a little longer each time. */
export async function again(outcome: Response | Error, retry: number): Promise<void> {
  const asked = outcome instanceof Error ? 0 : askedWaitMs(outcome);
  if (!(outcome instanceof Error)) await outcome.body?.cancel();
  await new Promise((resolve) => setTimeout(resolve, asked || FIRST_WAIT_MS * 2 ** retry));
}

function askedWaitMs(response: Response): number {
  return 1_000 * Number(response.headers.get('retry-after') ?? 0);
}
