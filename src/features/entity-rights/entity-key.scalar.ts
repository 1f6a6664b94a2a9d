import { GraphQLScalarType } from 'graphql';
import { jsonFromLiteral } from '../online/online.args.js';

export const EntityKeyInput = new GraphQLScalarType({
  name: 'EntityKey',
  description:
    'The key of one entity: an object of all its join keys, such as `{airport: "SEA"}` or `{origin: "SEA", destination: "DEN"}`.',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => jsonFromLiteral(node, variables),
});
