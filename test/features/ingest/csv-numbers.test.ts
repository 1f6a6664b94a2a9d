import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DataType } from '../../../src/values/data-type.js';
import { textDecoderOf } from '../../../src/values/decode-text.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

describe('a FLOAT64 cell of a CSV', () => {
  it('is a number exactly where it is a decimal one', () => {
    const decode = textDecoderOf(DataType.FLOAT64);
    const piece = fc.constantFrom(
      '0',
      '1',
      '9',
      '.',
      '-',
      '+',
      'e',
      'E',
      'x',
      'b',
      'o',
      ' ',
      '_',
      'Infinity',
      'NaN',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
        (text) => {
          expect(decode(text)).toBe(NUMBER.test(text) ? Number(text) : text);
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
