import { GraphQLFloat, GraphQLScalarType } from 'graphql';
import { doubleOf, doubleOfLiteral } from './double.scalar.js';

/**
 * GraphQL's Float, which also takes the bigint that a whole number from 2^53 on is parsed to, and what JSON has no number for, as text. Whoever wants finite numbers
 * alone says so.
 */
export const Float = new GraphQLScalarType<number, number>({
  ...GraphQLFloat.toConfig(),
  parseValue: (value) => doubleOf(value),
  parseLiteral: doubleOfLiteral,
});
