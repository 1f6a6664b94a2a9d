import { invalidValue } from './mlflow-error.js';

/** The last moment that Headwater can name, in milliseconds: the end of the year 9999. */
const LAST = 253_402_300_799_999;

/** An instant from milliseconds since 1970. Throws INVALID_PARAMETER_VALUE for what is none. */
export function instantOf(
  path: string,
  milliseconds: number,
  hint = () => 'It is no time until the end of the year 9999.',
): string {
  if (milliseconds >= 0 && milliseconds <= LAST) return new Date(milliseconds).toISOString();
  throw invalidValue(path, milliseconds, hint());
}
