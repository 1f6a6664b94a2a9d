import { GraphQLScalarType } from 'graphql';
import { jsonFromLiteral } from '../online/online.args.js';

export const SpineRows = new GraphQLScalarType({
  name: 'SpineRows',
  description:
    'Spine rows as flat objects: every join key, and `event_time`; other columns, such as a label, ride along: `[{airport: "SEA", event_time: "2001-03-01T09:30:00Z", late: true}]`.',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => jsonFromLiteral(node, variables),
});
