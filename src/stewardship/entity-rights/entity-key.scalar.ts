import { jsonScalar } from '../../platform/graphql/scalars/json.scalar.js';

export const EntityKeyInput = jsonScalar(
  'EntityKey',
  'The key of one entity: an object of all its join keys, such as `{airport: "SEA"}` or `{origin: "SEA", destination: "DEN"}`.',
);
