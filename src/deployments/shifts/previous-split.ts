import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';

@ObjectType({ description: 'A version, and its share of the traffic.' })
export class SplitShare {
  /** Not a field: modelVersion loads it. */
  modelVersionId!: string;

  @Field(() => Int, { description: 'Percent of the traffic, 0 to 100.' }) trafficPercent!: number;
}

@ObjectType({ description: 'A split that a deployment once had.' })
export class PreviousSplit {
  @Field(() => DateTime, { description: 'When it was first set.' }) setAt!: Date;
  @Field(() => [SplitShare], { description: 'Who had which share, the largest first.' })
  shares!: readonly SplitShare[];
}
