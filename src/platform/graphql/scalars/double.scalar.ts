import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** JSON has no such numbers, so they travel as these texts. */
const NON_FINITE: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** A double that need not be finite, in answers. Inputs are of the type Float, which takes the same, and which variables of clients have. */
export const Double = new GraphQLScalarType<number, number | string>({
  name: 'Double',
  description:
    'A number of 64 bits. What JSON has no number for is a text: `"NaN"`, `"Infinity"` and `"-Infinity"`. Inputs of the type Float take these as well, where they mean something.',
  serialize: writeDouble,
  parseValue: (value) => doubleOf(value),
  parseLiteral: doubleOfLiteral,
});

export function writeDouble(value: unknown): number | string {
  const number = Number(value);
  return Number.isFinite(number) ? number : String(number);
}

export function doubleOfLiteral(node: ValueNode): number {
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return doubleOf(Number(node.value), node.value);
  return doubleOf(node.kind === Kind.STRING ? node.value : undefined);
}

/** Throws for what is no number, and for digits that no double holds. */
export function doubleOf(value: unknown, written: unknown = value): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  // Whole numbers from 2^53 on are parsed to these: JavaScript writes 1e20 with all its zeros, Python writes 9007199254740992.0.
  if (typeof value === 'bigint' && Number.isFinite(Number(value))) return Number(value);
  const number = NON_FINITE.get(value);
  if (number !== undefined) return number;
  const found = (typeof written === 'bigint' ? String(written) : (JSON.stringify(written) ?? 'nothing')).slice(0, 80);
  throw new GraphQLError(`A number is expected, or "NaN", "Infinity" or "-Infinity" as text, not ${found}.`, {
    extensions: { code: 'BAD_USER_INPUT', found },
  });
}
