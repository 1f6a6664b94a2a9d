import { Field, InputType } from 'type-graphql';
import { Ref } from '../../graph/references/ref.scalar.js';
import { jsonScalar } from '../../platform/graphql/scalars/json.scalar.js';

export const FeatureRows = jsonScalar(
  'FeatureRows',
  'Feature rows as flat objects: every join key, every feature (null for no value) and `event_time`: `[{airport: "SEA", departures_3h: 8, event_time: "2026-11-24T00:00:00Z"}]`.',
);

@InputType({ description: 'Rows of one feature set version.' })
export class WriteFeaturesInput {
  @Field(() => Ref, { description: 'The feature set version; the current one if the reference names none.' })
  featureSet!: string;
  @Field(() => FeatureRows, { description: 'The rows, 1 to 10,000; all are written, or none.' }) rows!: unknown;
  @Field(() => Ref, {
    nullable: true,
    description: 'The run that computed them; the feature set version becomes an output of it.',
  })
  run?: string | null;
}
