import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readRetryAfter, STANDARD_WAITS, waitAfter } from '../../../src/changes/webhooks/delivery/retry-schedule.js';

const NOW = new Date('2026-01-01T00:00:00Z');

describe('the time between attempts', () => {
  it('is that of the standard, and up to a fifth more; after the last there is none', () => {
    for (const [index, seconds] of STANDARD_WAITS.entries()) {
      expect(waitAfter(index + 1, STANDARD_WAITS, undefined, () => 0)).toBe(seconds * 1_000);
      expect(waitAfter(index + 1, STANDARD_WAITS, undefined, () => 1)).toBeCloseTo(seconds * 1_200);
    }
    expect(waitAfter(STANDARD_WAITS.length + 1, STANDARD_WAITS, 10)).toBeUndefined();
    expect(STANDARD_WAITS.reduce((sum, wait) => sum + wait, 0) / 3_600).toBeCloseTo(75.6, 1);
  });

  it('is never shorter than the receiver asks for, up to a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, asked, luck) => {
          const waited = waitAfter(failures, STANDARD_WAITS, asked, () => luck) ?? 0;
          expect(waited).toBeGreaterThanOrEqual(1_000 * Math.min(asked, 86_400));
          expect(waited).toBeLessThanOrEqual(1_000 * Math.max(86_400 * 1.2, 86_400));
        },
      ),
    );
  });

  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Thu, 01 Jan 2026 00:02:00 GMT', 120],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026-01-01', undefined],
    ['9'.repeat(30), undefined],
    ['', undefined],
    [undefined, undefined],
  ])('is read from Retry-After: %j', (header, seconds) => {
    expect(readRetryAfter(header, NOW)).toBe(seconds);
  });
});
