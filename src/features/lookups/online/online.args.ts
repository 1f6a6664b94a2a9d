import { ArgsType, Extensions, Field } from 'type-graphql';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { atMost } from '../../../platform/graphql/limits/list-limits.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { jsonScalar } from '../../../platform/graphql/scalars/json.scalar.js';
import { ExpiredPolicy, Int64Format } from './lookup-enums.js';

export const EntityKeys = jsonScalar(
  'EntityKeys',
  [
    'Which entities, as one object each: `[{airport: "SEA"}, {airport: "DEN"}]`; or as columns: `{airport: ["SEA", "DEN"]}`.',
    'For features of several entities each object carries all join keys; features in a role read theirs from the column named like',
    'the role (`[{origin: "SEA", destination: "DEN"}]`), or `<role>_<key>` where an entity has several. At most 10,000.',
  ].join('\n'),
);

/** For whom, as of when, and how: what all lookups take. */
@ArgsType()
export class LookupArgs {
  @Field(() => EntityKeys, { description: 'Which entities, in the order in which the rows are to stand.' })
  entities!: unknown;
  @Field(() => DateTime, {
    nullable: true,
    description:
      'Answer what a lookup would have answered at this event time, from history; statuses and ages are as of then. Now if left out.',
  })
  asOf?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Only what had been ingested by then counts, whatever its event time. All that is known now if left out.',
  })
  knownAt?: string | null;

  @Field(() => ExpiredPolicy, {
    defaultValue: ExpiredPolicy.VALUE,
    description: 'What stands in the place of expired values.',
  })
  onExpired!: ExpiredPolicy;

  @Field(() => Int64Format, { defaultValue: Int64Format.NUMBER, description: 'How INT64 values are written.' })
  int64!: Int64Format;
}

@ArgsType()
export class OnlineFeaturesArgs extends LookupArgs {
  @Extensions(atMost(5_000))
  @Field(() => [Ref], {
    nullable: true,
    description:
      'Which features, in the order of the columns: `airport_traffic:mean_delay_3h`, `airport_traffic@2:*`, or in a role `airport_traffic:*~origin`.',
  })
  features?: string[] | null;
  @Field(() => Ref, {
    nullable: true,
    description: 'Or a feature service, whose newest version is meant unless one is named: `checkout@2`.',
  })
  service?: string | null;
}
