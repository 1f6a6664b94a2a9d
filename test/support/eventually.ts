import { setTimeout as sleep } from 'node:timers/promises';

const SHORTEST_MS = 20;
const LONGEST_MS = 250;

/**
 * Repeats an expectation until it holds; throws its last failure when it doesn't within `patienceMs`. What takes long is looked at less often: looking
 * takes processor time from what is waited for.
 */
export async function eventually(expectation: () => Promise<void> | void, patienceMs = 15_000): Promise<void> {
  const begin = Date.now();
  for (;;) {
    try {
      return await expectation();
    } catch (failure) {
      const waited = Date.now() - begin;
      if (waited > patienceMs) throw failure;
      await sleep(Math.min(Math.max(waited / 10, SHORTEST_MS), LONGEST_MS));
    }
  }
}
