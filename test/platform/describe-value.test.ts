import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeValue, printableDetails } from '../../src/platform/text/describe-value.js';

const anything = fc.anything({
  withBigInt: true,
  key: fc.oneof(fc.string(), fc.constant('__proto__'), fc.string({ minLength: 60, maxLength: 120 })),
  values: [fc.string({ unit: 'binary', maxLength: 200 }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null)],
  maxDepth: 4,
});

function whole(value: unknown): string | undefined {
  const hasNoJson = (part: unknown) => typeof part === 'bigint' || (typeof part === 'number' && !Number.isFinite(part));
  return hasNoJson(value) ? String(value) : JSON.stringify(value, (_, part) => (hasNoJson(part) ? String(part) : part));
}

/** Which throws where anybody looks at it. */
function listWithTrap(at: number): unknown[] {
  const list = new Array(1_000_000).fill(1);
  Object.defineProperty(list, at, {
    get() {
      throw new Error('looked too far');
    },
  });
  return list;
}

describe('a value in a message', () => {
  it('is the beginning of its JSON', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const text = whole(value) ?? 'nothing';
        expect(describeValue(value)).toBe((text.length > 80 ? `${text.slice(0, 77)}...` : text).toWellFormed());
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes no longer the longer it is', () => {
    expect(describeValue(listWithTrap(100))).toMatch(/^\[1,1,.*\.\.\.$/);
    expect(describeValue({ a: [listWithTrap(100)] })).toMatch(/^\{"a":\[\[1,1,.*\.\.\.$/);
    expect(printableDetails({ found: listWithTrap(1_100) }).found).toMatch(/^\[1,1,.*\.\.\.$/);
  });
});

describe('the details of an error', () => {
  it('are whole up to 1,000 characters', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        const { found } = printableDetails({ found: value });
        if (typeof value === 'object')
          expect(found).toEqual(text.length > 1_000 ? describeValue(value) : JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });
});
