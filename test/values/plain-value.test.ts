import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataType } from '../../src/values/data-type.js';
import { encoderOf } from '../../src/values/encode-value.js';
import { plainTestOf } from '../../src/values/plain-value.js';

const NASTY: readonly unknown[] = [
  0,
  -0,
  5e-324,
  1e21,
  -1e300,
  2 ** 53,
  Number.NaN,
  Infinity,
  2n ** 60n,
  '\ud800',
  '\0',
  '𐀀"\\\n',
  [],
  {},
];
const value = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
  fc.string({ unit: 'binary' }),
);

it('what is plain is written by JSON.stringify as its encoder writes it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(DataType)), value, (type, given) => {
      if (plainTestOf(type)?.(given) !== true) return;
      expect(JSON.stringify([given])).toBe(`[${String(encoderOf(type)(given))}]`);
    }),
    { numRuns: 20_000 },
  );
});

it('most values of the common types are plain', () => {
  expect(plainTestOf(DataType.FLOAT64)?.(0.1)).toBe(true);
  expect(plainTestOf(DataType.INT64)?.(7)).toBe(true);
  expect(plainTestOf(DataType.STRING)?.('Zürich')).toBe(true);
  expect(plainTestOf(DataType.BOOL)?.(null)).toBe(true);
});
