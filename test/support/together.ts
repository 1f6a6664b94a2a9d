import { beforeAll, it } from '@jest/globals';

/** Tests that mostly wait, each for something of its own: they are begun at the same time, and each says by itself what became of it. */
export function together(tests: Readonly<Record<string, () => Promise<void>>>): void {
  const begun = new Map<string, Promise<void>>();
  beforeAll(async () => {
    for (const [name, run] of Object.entries(tests)) {
      const outcome = run();
      // It is told where the outcome is waited for; until then it would end the process.
      outcome.catch(() => undefined);
      begun.set(name, outcome);
    }
  });
  for (const name of Object.keys(tests)) it(name, () => begun.get(name) as Promise<void>);
}
