import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { parseTimestamp } from '../../../src/platform/database/connections/parse-timestamp.js';

const parseAny = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text');

describe('a timestamp of a session in UTC', () => {
  it('is what pg reads of it, with any number of digits behind the second', () => {
    const within = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(within, fc.stringMatching(/^(\.\d{0,5}[1-9])?$/), (date, fraction) => {
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
  ])('%s is left to pg', (text) => {
    expect(parseTimestamp(text)).toStrictEqual(parseAny(text));
  });
});
