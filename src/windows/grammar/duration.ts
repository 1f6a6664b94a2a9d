import { badInput } from '../../platform/errors.js';

const MICROSECONDS: Readonly<Record<string, number>> = {
  s: 1e6,
  m: 60e6,
  h: 3_600e6,
  d: 86_400e6,
  w: 604_800e6,
};
const DURATION = /^(\d+(?:\.\d+)?)([smhdw])$/;
/** A century, which in microseconds is still exact. */
const LONGEST = 100 * 365.25 * 86_400e6;

/** `3h` → microseconds; units s, m, h, d (24 hours, whatever the clocks do) and w. Throws BAD_USER_INPUT for anything else. */
export function durationOf(text: string, what = 'A duration'): number {
  const [, amount, unit] = DURATION.exec(text.trim()) ?? [];
  const microseconds = Math.round(Number(amount) * (MICROSECONDS[unit ?? ''] ?? Number.NaN));
  if (microseconds >= 0 && microseconds <= LONGEST) return microseconds;
  throw badInput(`${what} is ${JSON.stringify(text)}; it is a number with s, m, h, d or w, such as 15m, 3h or 7d.`, {
    found: text,
  });
}

/** The same where it has to be whole seconds from 1. */
export function wholeSecondsOf(text: string, what: string): number {
  const seconds = durationOf(text, what) / 1e6;
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw badInput(`${what} is ${JSON.stringify(text)}; it is a whole number of seconds, at least one.`, { found: text });
}
