import { describe, expect, it } from '@jest/globals';
import { parseJsonExactly, parseStoredJson } from '../../../../src/platform/http/bodies/json-body.js';

describe('JSON with many names', () => {
  const list = (count: number, write: (name: string) => string) =>
    `[${Array.from({ length: count }, (_, index) => write(`n${index}`)).join(',')}]`;

  it.each([
    ['in an object each', (name: string) => `{"${name}":1}`],
    ['in objects of two', (name: string) => `{"${name}":1,"n":2}`],
    ['beside long integers', (name: string) => `{ "${name}" : 12345678901234567890 }`],
    ['that hold escaped quotes and colons', (name: string) => `{"\\"\\u003a:${name}":[]}`],
  ])('is read up to 10,000 of them, %s', (_, write) => {
    expect(parseJsonExactly(list(9_999, write))).toHaveLength(9_999);
    expect(() => parseJsonExactly(list(10_001, write))).toThrow('more than 10000 different names');
  });

  it('has each of them counted once, and no text that looks like one', () => {
    expect(parseJsonExactly(`[${'{"a":1,"b":{"a":2}},'.repeat(30_000)}1]`)).toHaveLength(30_001);
    expect(parseJsonExactly(list(30_000, (name) => `"{\\"${name}\\":1}"`))).toHaveLength(30_000);
  });

  it('takes time in its length only, where one long name has colon after colon', () => {
    const begin = process.cpuUsage();

    expect(() => parseJsonExactly(`{"${'a'.repeat(500_000)}"${':'.repeat(500_000)}`)).toThrow(SyntaxError);

    expect(process.cpuUsage(begin).user / 1_000).toBeLessThan(2_000);
  });

  it('is read whole where it was stored', () => {
    expect(parseStoredJson(list(10_001, (name) => `{"${name}":1}`))).toHaveLength(10_001);
  });
});
