import { isBrokenOff } from './database-errors.js';

/** Of some that wait for each other in a circle one is broken off, so five rounds let many pass. */
const ROUNDS = 5;

/** Does what is one transaction, and begins it again where PostgreSQL broke it off. `goOn` throws where nobody waits for it any more. */
export async function beginAgain<T>(work: () => Promise<T>, goOn: () => void): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await work();
    } catch (error) {
      if (round === ROUNDS || !isBrokenOff(error)) throw error;
      goOn();
    }
  }
}
