import { jsonScalar } from '../../../platform/graphql/scalars/json.scalar.js';

export const SpineRows = jsonScalar(
  'SpineRows',
  'Spine rows as flat objects: every join key (in a role the column named like it, or `<role>_<key>`), and `event_time`; other columns, such as a label, ride along: `[{airport: "SEA", event_time: "2001-03-01T09:30:00Z", late: true}]`.',
);
