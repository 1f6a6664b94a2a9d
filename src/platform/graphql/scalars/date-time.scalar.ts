import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { parseInstant } from '../../time/instant.js';
import { timeText } from '../../time/time-text.js';

/** In and out: RFC 3339. In resolvers an input is a canonical UTC string, an output a Date or such a string. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    'A moment as RFC 3339 text with a time zone, such as `2026-11-24T09:30:00Z` or `2026-11-24T10:30:00.123456+01:00`; at most microseconds. Always given back in UTC.',
  serialize: (value) => (value instanceof Date ? timeText(value) : String(value)),
  parseValue: (value) => instantOrGraphqlError(value),
  parseLiteral: (node) => instantOrGraphqlError(node.kind === Kind.STRING ? node.value : undefined),
});

function instantOrGraphqlError(value: unknown): string {
  const parsed = parseInstant(value);
  if (parsed.ok) return parsed.value;
  throw new GraphQLError(parsed.problem, { extensions: { code: 'BAD_USER_INPUT', found: value } });
}
