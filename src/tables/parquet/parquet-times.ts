import { instantOfMicroseconds } from '../../platform/time/instant.js';

const FIRST = -62_135_596_800_000_000n;
const LAST = 253_402_300_799_999_999n;
const INFINITY = 2n ** 63n - 1n;

/** The time of so many microseconds since 1970. One outside of the years 0001 to 9999, or infinite, comes as text that no type of times takes. */
export function timeOfMicroseconds(micros: bigint): string {
  if (micros >= INFINITY) return 'infinity';
  if (micros <= -INFINITY) return '-infinity';
  if (micros >= FIRST && micros <= LAST) return instantOfMicroseconds(micros);
  // Downwards: a microsecond before the year 1 is not in it.
  const date = new Date(Number((micros - (((micros % 1000n) + 1000n) % 1000n)) / 1000n));
  return Number.isNaN(date.getTime()) ? `${micros} microseconds since 1970` : date.toISOString();
}

/** The same of nanoseconds; all nine digits stand where there are more than six, for types of times to refuse. */
export function timeOfNanoseconds(nanos: bigint): string {
  if (nanos >= INFINITY) return 'infinity';
  if (nanos <= -INFINITY) return '-infinity';
  return timeOfWideNanoseconds(nanos);
}

/** The same of nanoseconds that have more than 64 bits, of which none are infinite. */
export function timeOfWideNanoseconds(nanos: bigint): string {
  const rest = ((nanos % 1000n) + 1000n) % 1000n;
  const micros = (nanos - rest) / 1000n;
  if (rest === 0n) return timeOfMicroseconds(micros);
  const fraction = (((micros % 1_000_000n) + 1_000_000n) % 1_000_000n) * 1000n + rest;
  const seconds = timeOfMicroseconds((nanos - fraction) / 1000n).slice(0, 19);
  return `${seconds}.${String(fraction).padStart(9, '0')}Z`;
}
