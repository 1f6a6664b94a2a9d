import { GraphQLFloat, GraphQLScalarType } from 'graphql';

/**
 * GraphQL's Float, which also takes the bigint that a whole number from 2^53 on is parsed to: JavaScript writes 1e20 with all its zeros, Python writes
 * 9007199254740992.0.
 */
export const Float = new GraphQLScalarType<number, number>({
  ...GraphQLFloat.toConfig(),
  parseValue: (value) => GraphQLFloat.parseValue(typeof value === 'bigint' ? Number(value) : value),
});
