import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { parseTimestamp } from '../../../src/platform/database/connections/parse-timestamp.js';
import { timeText } from '../../../src/platform/time/time-text.js';

const parseAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text');

describe('a timestamp of a session in UTC', () => {
  it('is what pg reads of it, with any number of digits behind the second, and told as JavaScript tells it', () => {
    const within = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(within, fc.stringMatching(/^(\.\d{0,5}[1-9])?$/), (date, fraction) => {
        expect(timeText(date)).toBe(date.toISOString());
        const text = `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction}+00`;
        expect(parseTimestamp(text)).toStrictEqual(parseAny(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+00 BC',
    '10000-01-01 00:00:00+00',
    '2026-03-29 02:30:00+05:30',
    '0099-12-31 23:59:59.999+00',
  ])('%s is left to pg', (text) => {
    expect(parseTimestamp(text)).toStrictEqual(parseAny(text));
  });

  it.each(['-000044-03-15T12:00:00.000Z', '+010000-01-01T00:00:00.000Z', '0099-12-31T23:59:59.999Z'])(
    '%s is told with its year',
    (text) => {
      expect(timeText(new Date(text))).toBe(text);
    },
  );
});
