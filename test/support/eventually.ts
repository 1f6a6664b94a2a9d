import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an expectation until it holds; throws its last failure when it doesn't within `patienceMs`. */
export async function eventually(expectation: () => Promise<void> | void, patienceMs = 15_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await expectation();
    } catch (failure) {
      if (Date.now() > deadline) throw failure;
      await sleep(20);
    }
  }
}
