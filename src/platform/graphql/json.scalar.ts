import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';

/** JSON in a query literal; integers beyond 2^53 keep their digits as bigints. */
export function jsonFromLiteral(node: ValueNode, variables: Record<string, unknown> | null | undefined): unknown {
  if (node.kind === Kind.INT) return Number.isSafeInteger(Number(node.value)) ? Number(node.value) : BigInt(node.value);
  if (node.kind === Kind.FLOAT) return finiteNumber(node.value);
  if (node.kind === Kind.LIST) return node.values.map((item) => jsonFromLiteral(item, variables));
  if (node.kind === Kind.OBJECT) {
    return Object.fromEntries(node.fields.map((field) => [field.name.value, jsonFromLiteral(field.value, variables)]));
  }
  return valueFromASTUntyped(node, variables);
}

function finiteNumber(literal: string): number {
  const number = Number(literal);
  if (Number.isFinite(number)) return number;
  throw new GraphQLError(`The number ${literal} is beyond what a double holds, about ±1.8e308.`, {
    extensions: { code: 'BAD_USER_INPUT', found: literal },
  });
}

/** A scalar that takes any JSON as it is. */
export function jsonScalar(name: string, description: string): GraphQLScalarType {
  return new GraphQLScalarType({ name, description, parseValue: (value) => value, parseLiteral: jsonFromLiteral });
}

export const Json = jsonScalar('JSON', 'Any JSON value. In inputs, integers beyond 2^53 keep their digits.');
