import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ThriftReader } from '../../src/tables/parquet/footer/thrift-reader.js';

/** Headers of fields and lists of every type, and what makes sizes huge. */
const telling = fc.constantFrom(
  ...Array.from({ length: 12 }, (_, type) => type + 0x11),
  0xf1,
  0xf3,
  0xf7,
  0xfc,
  0xff,
  0x7f,
);

describe('bytes that may be no footer at all', () => {
  it('are gone through to an end, or refused', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.array(telling, { maxLength: 64 }));
    fc.assert(
      fc.property(bytes, (given) => {
        const reader = new ThriftReader(Buffer.from(given));
        try {
          reader.struct(() => false);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          expect((error as Error).message).not.toContain('call stack');
        }
        expect(reader.place).toBeLessThanOrEqual(given.length + 1);
      }),
      { numRuns: 3_000 },
    );
  });
});
