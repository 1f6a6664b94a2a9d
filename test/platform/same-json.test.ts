import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../src/platform/text/canonical-json.js';
import { sameJson } from '../../src/platform/text/same-json.js';

/** JSON knows no -0, so that its text can't tell it from 0. */
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);

it('two values are the same as JSON exactly where their canonical texts are', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, shuffled(item)]),
    );
  };
  fc.assert(
    fc.property(json, json, (one, other) => {
      expect(sameJson(one, other)).toBe(canonicalJson(one) === canonicalJson(other));
      expect(sameJson(one, shuffled(one))).toBe(true);
      expect(sameJson([one, other], [one])).toBe(false);
      expect(sameJson({ a: one }, { a: one, b: null })).toBe(false);
      expect(sameJson({ a: null }, { b: null })).toBe(false);
      expect(sameJson([], {})).toBe(false);
    }),
  );
});
