import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/** JSON has no such numbers, so they travel as these texts. */
const NON_FINITE: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A double that need not be finite. In resolvers it is a number. */
export const Double = new GraphQLScalarType<number, number | string>({
  name: 'Double',
  description:
    'A number of 64 bits. What JSON has no number for is a text, in and out: `"NaN"`, `"Infinity"` and `"-Infinity"`.',
  serialize(value) {
    const number = Number(value);
    return Number.isFinite(number) ? number : String(number);
  },
  parseValue: (value) => doubleOf(value),
  parseLiteral(node) {
    if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return doubleOf(Number(node.value), node.value);
    return doubleOf(node.kind === Kind.STRING ? node.value : undefined);
  },
});

function doubleOf(value: unknown, written: unknown = value): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  // Whole numbers from 2^53 on are parsed to these.
  if (typeof value === 'bigint' && Number.isFinite(Number(value))) return Number(value);
  const number = typeof value === 'string' ? NON_FINITE.get(value) : undefined;
  if (number !== undefined) return number;
  const found = typeof written === 'bigint' ? String(written) : JSON.stringify(written);
  throw new GraphQLError(
    `Double takes a number, or "NaN", "Infinity" or "-Infinity" as text, not ${found?.slice(0, 80)}.`,
    {
      extensions: {
        code: 'BAD_USER_INPUT',
        found: typeof written === 'string' ? written.slice(0, 80) : found?.slice(0, 80),
      },
    },
  );
}
