import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJsonExactly } from '../../../src/platform/http/json-body.js';

describe('parseJsonExactly', () => {
  it('keeps every 64-bit integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
        const [parsed] = parseJsonExactly(`[${integer}]`) as [number | bigint];

        expect(BigInt(parsed)).toBe(integer);
      }),
    );
  });

  it('gives a bigint only where a number would round', () => {
    expect(parseJsonExactly('[9007199254740991, 9007199254740992, -9007199254740993]')).toEqual([
      9007199254740991,
      9007199254740992n,
      -9007199254740993n,
    ]);
  });

  it('reads everything else as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const padded = `[${text}, "1234567890123456", 0.12345678901234567, 1e300]`;

        expect(rounded(parseJsonExactly(padded))).toEqual(JSON.parse(padded));
      }),
    );
  });

  it.each(['{"a": 12345678901234567,}', '[12345678901234567', '{"a": 1} 1234567890123456'])('refuses %s', (text) => {
    expect(() => parseJsonExactly(text)).toThrow();
  });

  it('does not let a body change the prototype of objects', () => {
    const parsed = parseJsonExactly('{"__proto__": {"admin": true}, "n": 12345678901234567}') as { admin?: boolean };

    expect(parsed.admin).toBeUndefined();
  });

  it.each([
    ['{"a": 1e400}', 'The number 1e400 is beyond what a double holds'],
    ['[-2.5E+999]', 'The number -2.5E+999 is beyond what a double holds'],
    [`${'['.repeat(501)}${']'.repeat(501)}`, 'nests more than 500 levels deep'],
    [`${'{"a":'.repeat(501)}1${'}'.repeat(501)}`, 'nests more than 500 levels deep'],
  ])('refuses what it could not keep: %.20s', (text, message) => {
    expect(() => parseJsonExactly(text)).toThrow(message);
  });

  it('counts no brackets that stand in a text', () => {
    const text = JSON.stringify({ a: '[{'.repeat(2_000), b: '\\"[' });

    expect(parseJsonExactly(text)).toEqual(JSON.parse(text));
  });
});

/** What JSON.parse would have made of it. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}
