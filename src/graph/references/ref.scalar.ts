import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { describeValue } from '../../platform/describe-value.js';

/** Characters. */
export const LONGEST_REF = 400;

/** A reference as written. What it resolves to depends on where it stands; see references.ts. */
export const Ref = new GraphQLScalarType<string, string>({
  name: 'Ref',
  description: [
    'Names a node: an id (`model_version_01j…`) or a natural reference in the current project:',
    '`flights` (a dataset), `flights@3` (a version), `flight_delay@champion` (a model version by alias),',
    '`production/flight-delay` (a deployment), `airport_traffic@2:mean_delay_7d` (a feature; `:*` for all).',
    'Without `@version` it means, where a version is needed, the newest one; of a feature set the current one.',
  ].join('\n'),
  serialize: String,
  parseValue: (value) => nonEmptyText(value),
  parseLiteral: (node) => nonEmptyText(node.kind === Kind.STRING ? node.value : undefined),
});

function nonEmptyText(value: unknown): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_REF) return value;
  throw new GraphQLError(`${describeValue(value)} is not a reference: write text such as "flights@3", or an id.`, {
    extensions: { code: 'BAD_USER_INPUT', found: value },
  });
}
