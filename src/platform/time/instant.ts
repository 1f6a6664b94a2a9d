import { describeValue } from '../text/describe-value.js';
import { whyNoInstant } from './why-no-instant.js';

/** Canonical UTC text: `2026-11-24T09:30:00Z`, with a fraction of at most six digits only where there is one. */
export type Instant = string;

export type ParsedInstant = { ok: true; value: Instant } | { ok: false; problem: string; why: string };

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:\d{2})$/;

/** UTC on a day that every month has, as most clients write it: there is nothing to compute. */
const PLAIN =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z$/;
const WITHOUT_FRACTION = '2026-11-24T09:30:00Z'.length;

/** Reads RFC 3339 text of the years 0001 to 9999. A time without zone is refused: guessing a zone moves events by hours. */
export function parseInstant(value: unknown): ParsedInstant {
  if (typeof value !== 'string') return problem(value);
  if (PLAIN.test(value)) return { ok: true, value: withoutTrailingZeros(value) };
  const match = RFC3339.exec(value);
  if (match === null) return problem(value);
  const [, date = '', time = '', fraction = '', zone = ''] = match;
  if (fraction.length > 6 && /[1-9]/.test(fraction.slice(6))) return problem(value);
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  // Date.parse takes 24:00:00 for the next day; RFC 3339 has no such hour.
  if (Number.isNaN(seconds) || time.startsWith('24') || !isCalendarDate(date)) return problem(value);
  const iso = new Date(seconds).toISOString();
  if (iso.length !== 24 || iso.startsWith('0000')) return problem(value);
  const micros = fraction.slice(0, 6).replace(/0+$/, '');
  return { ok: true, value: `${iso.slice(0, 19)}${micros === '' ? '' : `.${micros}`}Z` };
}

function withoutTrailingZeros(value: string): Instant {
  return value.length > WITHOUT_FRACTION && value.endsWith('0Z') ? value.replace(/\.?0+Z$/, 'Z') : value;
}

/** Date.parse rolls 30 February over into March. */
function isCalendarDate(date: string): boolean {
  const day = Number(date.slice(8));
  if (day <= 28) return day > 0;
  return new Date(`${date}T00:00:00Z`).getUTCDate() === day;
}

function problem(value: unknown): ParsedInstant {
  const why = whyNoInstant(value);
  return {
    ok: false,
    why,
    problem: `${describeValue(value)} ${why}. Write it as RFC 3339 with a zone, such as 2026-11-24T09:30:00Z.`,
  };
}

/** What would be right in the place of a value that is no instant; `why` it is not. */
export function expectedInstant(why: string): string {
  const example = 'RFC 3339 text with a time zone, such as "2026-11-24T09:30:00Z"';
  return why === 'is not a time' ? example : `${example}; this ${why}`;
}

/** PostgreSQL's own text (`2001-01-01 00:00:00.5+00`, sessions are in UTC) to canonical text. */
export function instantFromPostgres(text: string): Instant {
  return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
}

/** Microseconds since 1970. A bigint, because a double is exact from 1684 to 2255 only. */
export function microsecondsOf(instant: Instant): bigint {
  return BigInt(wholeSecondsOf(instant)) * 1000n + BigInt(fractionOf(instant));
}

/**
 * Measures microseconds from other instants to this one, fast. Exact up to 2^53, which is 285 years; beyond, rounded: it still compares
 * rightly with everything below.
 */
export function microsecondsUntil(moment: Instant): (from: Instant) => number {
  const [seconds, fraction] = [wholeSecondsOf(moment), fractionOf(moment)];
  return (from) => (seconds - wholeSecondsOf(from)) * 1000 + (fraction - fractionOf(from));
}

/** Seconds from one instant to another, as decimal text with all its digits. */
export function secondsBetween(from: Instant, to: Instant): string {
  const micros = microsecondsOf(to) - microsecondsOf(from);
  const size = micros < 0n ? -micros : micros;
  const fraction = String(size % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${micros < 0n ? '-' : ''}${size / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}`;
}

/** In milliseconds, without the fraction of a second. */
function wholeSecondsOf(instant: Instant): number {
  return Date.parse(`${instant.slice(0, 19)}Z`);
}

/** The fraction of a second in microseconds. */
function fractionOf(instant: Instant): number {
  return instant.length > 20 ? Number(instant.slice(20, -1).padEnd(6, '0')) : 0;
}

/** The clock of this process. */
export function now(): Instant {
  const iso = new Date().toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, 19)}Z` : `${iso.slice(0, -1).replace(/0+$/, '')}Z`;
}

/** The earlier of two times of the years 0001 to 9999. */
export function earlier(one: Instant, other: Instant): Instant {
  return microsecondsUntil(other)(one) >= 0 ? one : other;
}

/** Canonical text of a number of microseconds since 1970. */
export function instantOfMicroseconds(micros: bigint): Instant {
  // Until 2255 doubles are as exact and several times as fast, and a file may hold millions of times.
  const number = Number(micros);
  const rest = Number.isSafeInteger(number) ? number % 1_000_000 : Number(micros % 1_000_000n);
  const fraction = rest < 0 ? rest + 1_000_000 : rest;
  const seconds = new Date(Math.round((number - fraction) / 1000)).toISOString().slice(0, -5);
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}Z`;
}
