import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Double } from '../../platform/graphql/scalars/double.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { MetricGoal } from '../../runs/goals/metric-goal.js';

export enum ServingRole {
  CHAMPION = 'CHAMPION',
  CHALLENGER = 'CHALLENGER',
  SHADOW = 'SHADOW',
}

registerEnumType(ServingRole, {
  name: 'ServingRole',
  description: 'What a version is behind a deployment.',
  valuesConfig: {
    CHAMPION: { description: 'The one with the largest share, the oldest of equals.' },
    CHALLENGER: { description: 'Another one that has a share.' },
    SHADOW: { description: 'One without a share: it listens, or stands by.' },
  },
});

@ObjectType({ description: 'A version that serves behind a deployment, beside the others.' })
export class ServingVersion {
  /** Not a field: modelVersion loads it. */
  modelVersionId!: string;

  @Field(() => ServingRole, { description: 'What it is there.' }) role!: ServingRole;
  @Field(() => Int, { description: 'Its percent of the traffic.' }) trafficPercent!: number;
  @Field(() => DateTime, { description: 'Since when it has had this share.' }) since!: Date;
  @Field(() => Float, {
    description:
      'Feature lookups of the last hour that were answered by its signature for this deployment, for each minute.',
  })
  lookupsPerMinute!: number;

  @Field(() => DateTime, { nullable: true, description: 'When the last of them was; null: there was none.' })
  lastReadAt!: Date | null;
}

@ObjectType({ description: 'A metric of all versions that serve behind a deployment.' })
export class ServingMetric {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => MetricGoal, {
    nullable: true,
    description: 'Which values are better; null where nobody has defined it.',
  })
  goal!: MetricGoal | null;

  @Field(() => [Double], {
    nullable: 'items',
    description: 'What each version has, in the order of versions; null: it has none.',
  })
  values!: readonly (number | null)[];

  @Field(() => [String], {
    nullable: 'items',
    description: 'Where each of them comes from, in that order: an evaluation run, the registration, a training run.',
  })
  sources!: readonly (string | null)[];
}

@ObjectType({ description: 'What serves behind a deployment now, side by side.' })
export class ServingComparison {
  @Field(() => [ServingVersion], { description: 'The champion, the challengers by their shares, then the shadows.' })
  versions!: readonly ServingVersion[];

  @Field(() => [ServingMetric], {
    description:
      'The metrics that they were registered with and those that the project has defined, by name: as gates read them, from evaluations on the same data where there are such.',
  })
  metrics!: readonly ServingMetric[];
}
