import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantFromPostgres, microsecondsOf, now, parseInstant } from '../../src/platform/instant.js';

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
    ['2026-11-24T09:30:00.123456000Z', '2026-11-24T09:30:00.123456Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ])('reads %s as %s', (text, canonical) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: canonical });
  });

  it.each([
    ['2026-11-24T09:30:00', 'no time zone'],
    ['2026-11-24 09:30:00.5', 'no time zone'],
    ['2026-11-24', 'not a time'],
    ['yesterday', 'not a time'],
    ['', 'not a time'],
    ['2026-11-24T09:30Z', 'not a time'],
    ['2026-02-30T00:00:00Z', 'calendar'],
    ['2025-02-29T00:00:00Z', 'calendar'],
    ['2026-13-01T00:00:00Z', 'calendar'],
    ['2026-11-24T25:00:00Z', 'calendar'],
    ['2026-11-24T24:00:00Z', 'calendar'],
    ['2026-11-24T23:59:60Z', 'calendar'],
    ['2026-11-24T09:30:00.1234567Z', 'finer than a microsecond'],
    [1764000000, 'not a time'],
    [null, 'not a time'],
  ])('refuses %s: %s', (value, reason) => {
    const parsed = parseInstant(value);

    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(reason) });
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining('RFC 3339 with a zone') });
  });

  it('gives back any time, whatever zone it is written in', () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const micros = fc.integer({ min: 0, max: 999_999 });
    const date = fc.date({ min: new Date('1900-01-01Z'), max: new Date('2200-01-01Z'), noInvalidDate: true });
    fc.assert(
      fc.property(date, micros, minutes, (moment, fraction, offset) => {
        const seconds = Math.floor(moment.getTime() / 1000);
        const local = new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19);
        const zone = `${offset < 0 ? '-' : '+'}${clock(Math.abs(offset))}`;

        const parsed = parseInstant(`${local}.${String(fraction).padStart(6, '0')}${zone}`);

        expect(parsed.ok && microsecondsOf(parsed.value)).toBe(seconds * 1_000_000 + fraction);
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

describe('now', () => {
  it('is canonical', () => {
    expect(parseInstant(now())).toEqual({ ok: true, value: expect.any(String) });
  });
});

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
