import { GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { badInput } from '../../errors.js';
import { exactNumber } from '../../http/bodies/exact-json-parser.js';

/** JSON in a query literal; integers beyond 2^53 keep their digits as bigints. */
export function jsonFromLiteral(node: ValueNode, variables: Record<string, unknown> | null | undefined): unknown {
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return exactNumber(node.value);
  if (node.kind === Kind.LIST) return node.values.map((item) => jsonFromLiteral(item, variables));
  if (node.kind === Kind.OBJECT) {
    return Object.fromEntries(node.fields.map((field) => [field.name.value, jsonFromLiteral(field.value, variables)]));
  }
  return valueFromASTUntyped(node, variables);
}

/** A scalar that takes any JSON as it is. */
export function jsonScalar(name: string, description: string): GraphQLScalarType {
  return new GraphQLScalarType({ name, description, parseValue: (value) => value, parseLiteral: jsonFromLiteral });
}

export const Json = jsonScalar('JSON', 'Any JSON value. In inputs, integers beyond 2^53 keep their digits.');

/** JSON that is an object. */
export const JsonObject = new GraphQLScalarType({
  name: 'JSONObject',
  description: 'A JSON object.',
  parseValue: requireObject,
  parseLiteral: (node, variables) => requireObject(jsonFromLiteral(node, variables)),
});

function requireObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw badInput('JSONObject takes an object, such as {rows: 5}.');
}
