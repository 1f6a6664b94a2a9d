import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  earlier,
  instantFromPostgres,
  instantOfMicroseconds,
  microsecondsOf,
  microsecondsUntil,
  now,
  parseInstant,
  secondsBetween,
} from '../../src/platform/time/instant.js';

describe('parseInstant', () => {
  it.each([
    ['2026-11-24T09:30:00Z', '2026-11-24T09:30:00Z'],
    ['2026-11-24t09:30:00z', '2026-11-24T09:30:00Z'],
    ['2026-11-24 09:30:00Z', '2026-11-24T09:30:00Z'],
    ['2026-11-24T10:30:00+01:00', '2026-11-24T09:30:00Z'],
    ['2026-01-01T00:15:00+05:45', '2025-12-31T18:30:00Z'],
    ['2026-11-24T09:30:00.5Z', '2026-11-24T09:30:00.5Z'],
    ['2026-11-24T09:30:00.123456Z', '2026-11-24T09:30:00.123456Z'],
    ['2026-11-24T09:30:00.120000Z', '2026-11-24T09:30:00.12Z'],
    ['2026-11-24T09:30:00.000Z', '2026-11-24T09:30:00Z'],
    ['2026-11-28T23:59:50.100Z', '2026-11-28T23:59:50.1Z'],
    ['2026-11-24T09:30:00.123456000Z', '2026-11-24T09:30:00.123456Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['2026-11-24T09:30:00-00:00', '2026-11-24T09:30:00Z'],
    ['2026-11-24T09:30:00+23:59', '2026-11-23T09:31:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['0000-12-31T23:00:00-01:00', '0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: canonical });
  });

  it.each([
    ['2026-11-24T09:30:00', 'has no time zone'],
    ['2026-11-24 09:30:00.5', 'has no time zone'],
    ['2026-11-24', 'is a date, not a time'],
    ['yesterday', 'is not a time'],
    ['infinity', 'is not a time'],
    ['', 'is not a time'],
    ['2026-11-24T09:30:00.Z', 'is not a time'],
    ['9'.repeat(1_000_000), 'is not a time'],
    ['2026-11-24T09:30Z', 'is not a time: it has no seconds'],
    ['2026-11-24T09:30:00,5Z', 'a point belongs'],
    ['2026-11-24T10:30:00+0100', 'has the zone "+0100", which is written "+01:00"'],
    ['2026-11-24T10:30:00.5-01', 'has the zone "-01", which is written "-01:00"'],
    ['2026-11-24T10:30:00+1:00', 'which is written "+01:00"'],
    ['2026-11-24 10:30:00 +01:00', 'has the zone " +01:00", which is written "+01:00"'],
    ['2026-11-24 10:30:00 UTC', 'which is written "Z"'],
    ['2026-11-24T10:30:00+24:00', 'which does not exist'],
    ['2026-11-24T10:30:00+00:60', 'which does not exist'],
    ['2026-02-30T00:00:00Z', 'does not exist in the calendar'],
    ['2025-02-29T00:00:00Z', 'does not exist in the calendar'],
    ['2026-13-01T00:00:00Z', 'does not exist in the calendar'],
    ['2026-11-24T25:00:00Z', 'does not exist in the calendar'],
    ['2026-11-24T24:00:00Z', 'midnight is 00:00:00 of the next day'],
    ['2026-11-24T23:59:60Z', 'a leap second has no place of its own'],
    ['2026-11-24T09:30:00.1234567Z', 'is finer than a microsecond'],
    ['0000-01-01T00:00:00Z', 'is outside the years 0001 to 9999'],
    ['0001-01-01T00:00:00+00:01', 'is outside the years 0001 to 9999'],
    ['9999-12-31T23:59:59-00:01', 'is outside the years 0001 to 9999'],
    ['10000-01-01T00:00:00Z', 'is outside the years 0001 to 9999'],
    ['+010000-01-01T00:00:00Z', 'is outside the years 0001 to 9999'],
    [1764000000, 'is not a time'],
    [1764000000n, 'is not a time'],
    [null, 'is not a time'],
  ])('refuses %s: %s', (value, reason) => {
    const parsed = parseInstant(value);

    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(reason) });
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining('RFC 3339 with a zone') });
    expect(parsed.ok || parsed.problem.length).toBeLessThan(300);
  });

  it('gives back any time, whatever zone it is written in', () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const micros = fc.integer({ min: 0, max: 999_999 });
    const date = fc.date({ min: new Date('0001-01-02Z'), max: new Date('9999-12-30Z'), noInvalidDate: true });
    fc.assert(
      fc.property(date, micros, minutes, (moment, fraction, offset) => {
        const seconds = Math.floor(moment.getTime() / 1000);
        const local = new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19);
        const zone = `${offset < 0 ? '-' : '+'}${clock(Math.abs(offset))}`;

        const parsed = parseInstant(`${local}.${String(fraction).padStart(6, '0')}${zone}`);

        expect(parsed.ok && microsecondsOf(parsed.value)).toBe(BigInt(seconds) * 1_000_000n + BigInt(fraction));
      }),
    );
  });
});

describe('an instant from PostgreSQL', () => {
  it.each([
    ['2001-01-01 00:00:00+00', '2001-01-01T00:00:00Z'],
    ['2001-01-01 00:00:00.5+00', '2001-01-01T00:00:00.5Z'],
    ['2001-01-01 00:00:00.123456+00', '2001-01-01T00:00:00.123456Z'],
  ])('turns %s into %s', (text, instant) => {
    expect(instantFromPostgres(text)).toBe(instant);
  });
});

describe('instants of the years 0001 to 9999', () => {
  const FIRST = microsecondsOf('0001-01-01T00:00:00Z');
  const LAST = microsecondsOf('9999-12-31T23:59:59.999999Z');
  const moment = fc.bigInt({ min: FIRST, max: LAST });
  /** Moments near each other as well as any. */
  const pair = fc
    .tuple(moment, fc.oneof(moment, fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n })))
    .map(([one, other]) => [one, other < FIRST / 2n ? other : one + other] as const)
    .filter(([, other]) => other >= FIRST && other <= LAST);

  it('are counted, told apart and subtracted to the microsecond', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const [from, to] = [instantOfMicroseconds(one), instantOfMicroseconds(other)];
        const gap = other - one;

        expect(parseInstant(from)).toEqual({ ok: true, value: from });
        expect(microsecondsOf(from)).toBe(one);
        expect(earlier(from, to)).toBe(gap < 0n ? to : from);
        const fast = microsecondsUntil(to)(from);
        if (Number.isSafeInteger(fast)) expect(BigInt(fast)).toBe(gap);
        else expect(gap > 2n ** 53n - 64n || gap < 64n - 2n ** 53n).toBe(true);
        expect(microsecondsOfText(secondsBetween(from, to))).toBe(gap);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** `-1.5` seconds are -1500000. */
function microsecondsOfText(seconds: string): bigint {
  const [whole = '', fraction = ''] = seconds.replace('-', '').split('.');
  const size = BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  return seconds.startsWith('-') ? -size : size;
}

describe('now', () => {
  it('is canonical', () => {
    expect(parseInstant(now())).toEqual({ ok: true, value: expect.any(String) });
  });
});

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
