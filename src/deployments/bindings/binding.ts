import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';

@ObjectType({
  description: 'A model version serving behind a deployment with one share of its traffic, from when to when.',
})
export class Binding {
  /** Not a field: modelVersion loads it. */
  modelVersionId!: string;

  @Field(() => Int, { description: 'Percent of the traffic, 0 to 100; 0 is a shadow or a standby.' })
  trafficPercent!: number;

  @Field(() => DateTime, { description: 'Since when it had this share.' }) validFrom!: Date;
  @Field(() => DateTime, { nullable: true, description: 'Until when, exclusively; null while it is live.' })
  validTo!: Date | null;

  @Field(() => String, { description: 'Who deployed it.' }) deployedBy!: string;
  @Field(() => String, { nullable: true, description: 'Who ended it, by deploying something else or by undeploying.' })
  endedBy!: string | null;
}
