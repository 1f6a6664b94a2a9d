import { isUniqueViolation } from '../../platform/database/database-errors.js';
import { conflict } from '../../platform/errors.js';

/** Two writers can hit the same event of the same key in the same microsecond; the second try has a later clock. */
export async function retryTies<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
  throw conflict('Other writers keep writing the same events of the same keys; try again.');
}
