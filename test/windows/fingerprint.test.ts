import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coarsened, fingerprintOf, readFingerprint, writeFingerprint } from '../../src/windows/fingerprint.js';
import { joinedSpans } from '../../src/windows/joined-spans.js';

const HOUR = 3_600;
/** A parameter of a run holds no more. */
const LONGEST = 10_000;

/** Rows of the statement for hours with these sums. */
const rowsOf = (sums: ReadonlyMap<number, bigint>, hours = 1): [string, string][] => {
  const grouped = new Map<number, bigint>();
  for (const [hour, sum] of sums) {
    const begin = Math.floor(hour / hours);
    grouped.set(begin, (grouped.get(begin) ?? 0n) + sum);
  }
  return [...grouped].map(([begin, sum]) => [String(begin * hours * HOUR * 1e6), String(sum)]);
};

describe('a fingerprint', () => {
  it('that is too long becomes what it would be with longer periods, and fits into a parameter', () => {
    const sums = fc.uniqueArray(fc.tuple(fc.integer({ min: -2_000, max: 2_000 }), fc.bigInt(1n, 1n << 70n)), {
      selector: ([hour]) => hour,
      maxLength: 1_000,
      size: 'max',
    });
    fc.assert(
      fc.property(sums, (list) => {
        const hours = new Map(list);

        const short = coarsened(fingerprintOf(rowsOf(hours), HOUR, 'v1'));

        const direct = fingerprintOf(rowsOf(hours, short.periodSeconds / HOUR), short.periodSeconds, 'v1');
        expect(new Map([...short.sums].sort())).toEqual(new Map([...direct.sums].sort()));
        const text = writeFingerprint(short);
        expect(text.length).toBeLessThan(LONGEST);
        expect(readFingerprint(text)).toEqual(short);
      }),
    );
  });

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '{"engine":"v1","period":0,"sums":{}}',
    '{"engine":"v1","period":1,"sums":{"x":"1"}}',
  ])('is not read from %j', (text) => {
    expect(readFingerprint(text)).toBeUndefined();
  });
});

describe('joined spans', () => {
  it('are few, in order, apart, and cover what was given', () => {
    const span = fc
      .tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -3, max: 20 }))
      .map(([after, length]) => ({ after, until: after + length }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 200, size: 'max' }), (spans) => {
        const joined = joinedSpans(spans);

        expect(joined.length).toBeLessThanOrEqual(16);
        for (const [index, { after }] of joined.entries())
          expect(after).toBeGreaterThan(joined[index - 1]?.until ?? -Infinity);
        for (const { after, until } of spans.filter((each) => each.until > each.after))
          expect(joined.some((whole) => whole.after <= after && whole.until >= until)).toBe(true);
      }),
    );
  });

  it('of very many are found at once', () => {
    const spans = Array.from({ length: 300_000 }, (_, index) => ({ after: index * 3, until: index * 3 + 1 }));

    expect(joinedSpans(spans).length).toBeLessThanOrEqual(16);
  });
});
