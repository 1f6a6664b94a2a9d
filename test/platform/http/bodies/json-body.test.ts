import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'lossless-json';
import { parseJsonExactly, stringifyExactly } from '../../../../src/platform/http/bodies/json-body.js';

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

  it('never goes deeper than the limit where numbers are long, either', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}12345678901234567${']'.repeat(levels)}`;

    expect(() => parseJsonExactly(deep(500))).not.toThrow();
    expect(() => parseJsonExactly(deep(501))).toThrow('nests more than 500 levels deep');
    expect(() => parseJsonExactly(deep(1_000_000))).toThrow('nests more than 500 levels deep');
  });

  it('reads what JSON.parse reads and refuses what it refuses, where numbers are long, too', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"__proto__"',
      '"\\""',
      '"\\ud800"',
      '"\u0001"',
      '1',
      '-0',
      '01',
      '1.',
      '1e5',
      ' ',
      '\n',
      '\u00a0',
      'true',
      'nul',
      'null',
      '"',
    ];
    const text = fc
      .array(fc.oneof(fc.constantFrom(...pieces), fc.json()), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (part) => {
        for (const whole of [part, `[${part}]`, `{"a":${part}}`]) {
          // The prefix leads to the exact parser; an object keeps the order of its keys.
          expect(outcome(() => rounded(parseJsonExactly(`[1234567890123456789,${whole}]`)))).toEqual(
            outcome(() => JSON.parse(`[1234567890123456789,${whole}]`, withoutInfinity)),
          );
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['escaped quotes in one text', (size: number) => `[${'[],'.repeat(501)}"${'\\"'.repeat(size)}"]`],
    ['a text that never ends', (size: number) => `${'['.repeat(400)}${'[],'.repeat(501)}"${'\\"'.repeat(size)}`],
    ['backslashes', (size: number) => `[${'[],'.repeat(501)}1234567890123456789,"${'\\\\'.repeat(size)}"]`],
    ['long integers', (size: number) => `[${'1234567890123456789,'.repeat(size / 10)}1]`],
    ['one number of many digits', (size: number) => `[${'9'.repeat(size)}]`],
    ['short arrays', (size: number) => `[1234567890123456789${',[]'.repeat(size)}]`],
    ['one key over and over', (size: number) => `{"n":1234567890123456789${',"a":[1]'.repeat(size / 4)}}`],
    [
      'many keys',
      (size: number) =>
        `{${Array.from({ length: size / 5 }, (_, index) => `"${index}k":1,`).join('')}"n":1234567890123456789}`,
    ],
    ['spaces', (size: number) => `[1234567890123456789,${' '.repeat(size)}1]`],
  ])('takes time in proportion to the text: %s', (_name, textOf) => {
    const small = fastest(textOf(50_000));
    const large = fastest(textOf(800_000));

    // Twice the text takes at most three times the time, four doublings on end.
    expect(large).toBeLessThan(3 ** 4 * Math.max(small, 3));
  });

  it('counts no brackets that stand in a text', () => {
    const text = JSON.stringify({ a: '[{'.repeat(2_000), b: '\\"[' });

    expect(parseJsonExactly(text)).toEqual(JSON.parse(text));
  });
});

function withoutInfinity(_key: string, value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) throw new Error('beyond a double');
  return value;
}

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return 'refused';
  }
}

/** Processor milliseconds; the least of a few runs, for other processes only add. */
function fastest(text: string): number {
  const times = Array.from({ length: 5 }, () => {
    const begin = process.cpuUsage();
    outcome(() => parseJsonExactly(text));
    return process.cpuUsage(begin).user / 1_000;
  });
  return Math.min(...times);
}

/** What JSON.parse would have made of it. */
function rounded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}

describe('stringifyExactly', () => {
  it('writes what JSON has, and bigints with all their digits', () => {
    const value = fc.anything({
      key: fc.oneof(fc.string(), fc.constant('__proto__')),
      values: [
        fc.string(),
        fc.integer(),
        fc.constantFrom(0.5, 1e300, -0),
        fc.boolean(),
        fc.constant(null),
        fc.bigInt(),
      ],
    });
    fc.assert(
      fc.property(value, (any) => {
        expect(stringifyExactly(any)).toBe(stringify(any));
      }),
    );
  });

  it('writes what JSON has no value for as text', () => {
    expect(stringifyExactly({ a: [Number.NaN, -Infinity, undefined], b: Buffer.from('x'), c: undefined })).toBe(
      '{"a":["NaN","-Infinity",null],"b":"eA=="}',
    );
  });
});
