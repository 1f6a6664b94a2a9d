import fc from 'fast-check';

const SCALARS = ['BOOL', 'INT64', 'FLOAT64', 'STRING', 'TIMESTAMP', 'BYTES'] as const;
/** One feature of each type. */
export const TYPED_FEATURES = [
  ...SCALARS.map((type) => ({ name: type.toLowerCase(), type: type as string })),
  ...SCALARS.map((type) => ({ name: `${type.toLowerCase()}_list`, type: `${type}_LIST` })),
  { name: 'json', type: 'JSON' },
];

const int64 = fc
  .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  .map((n) => (Number.isSafeInteger(Number(n)) ? Number(n) : n));
// JavaScript writes -0 as 0.
const float64 = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (x === 0 ? 0 : x));
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((s) => !s.includes('\u0000'));
const timestamp = fc
  .tuple(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), fc.nat(999_999))
  .map(
    ([date, micros]) =>
      `${date.toISOString().slice(0, 19)}${micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`}Z`,
  );
const bytes = fc.uint8Array({ maxLength: 30 }).map((array) => Buffer.from(array).toString('base64'));
const arbitraries = { bool: fc.boolean(), int64, float64, string: text, timestamp, bytes };
/** Their values, nulls among them. */
export const typedRow = fc.record({
  ...Object.fromEntries(
    Object.entries(arbitraries).map(([name, value]) => [name, fc.option(value as fc.Arbitrary<unknown>)]),
  ),
  ...Object.fromEntries(
    Object.entries(arbitraries).map(([name, value]) => [
      `${name}_list`,
      fc.option(fc.array(value as fc.Arbitrary<unknown>, { maxLength: 4 })),
    ]),
  ),
  json: fc.option(fc.jsonValue({ noUnicodeString: true }).map((value) => JSON.parse(JSON.stringify(value)))),
});
