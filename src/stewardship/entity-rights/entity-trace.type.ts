import { Field, Int, ObjectType } from 'type-graphql';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { Entity } from '../../features/definitions/entities/entity.entity.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';

@ObjectType({ description: 'The rows of one key in one feature set version.' })
export class TracedFeatureRows {
  @Field(() => FeatureSetVersion, { description: 'The feature set version; deleted ones that still hold rows too.' })
  featureSetVersion!: FeatureSetVersion;
  @Field(() => Int, { description: 'Rows of the online store, 0 or 1.' }) onlineRows!: number;
  @Field(() => Int, { description: 'Rows of the history.' }) historyRows!: number;
  @Field(() => DateTime, { description: 'The first event time.' }) firstEventTime!: string;
  @Field(() => DateTime, { description: 'The last event time.' }) lastEventTime!: string;
  @Field(() => DateTime, { description: 'When the first row was ingested.' }) firstIngestTime!: string;
  @Field(() => DateTime, { description: 'When the last row was ingested.' }) lastIngestTime!: string;
}

@ObjectType({ description: 'The rows of one key in one training set.' })
export class TracedTrainingRows {
  @Field(() => DatasetVersion, { description: 'The training set.' }) trainingSet!: DatasetVersion;
  @Field(() => Int, { description: 'Its rows about this key.' }) rows!: number;
}

@ObjectType({
  description: 'Rows about one key that ingests into one feature set version refused and kept.',
})
export class TracedRefusedRows {
  @Field(() => FeatureSetVersion, { description: 'The feature set version that they were meant for.' })
  featureSetVersion!: FeatureSetVersion;
  @Field(() => Int, {
    description:
      'How many. A refused row is about a key if it has its values under the names of the join keys, or, where those are missing, under names that the feature set does not have.',
  })
  rows!: number;
}

/** Later rooms add what was made from the training sets: model versions, and the deployments that serve those. */
@ObjectType({ description: 'Where one key of an entity has left traces.' })
export class EntityTrace {
  @Field(() => Entity, { description: 'The entity.' }) entity!: Entity;
  @Field(() => [TracedFeatureRows], { description: 'The feature set versions that hold rows of it.' })
  featureRows!: TracedFeatureRows[];
  @Field(() => [TracedTrainingRows], { description: 'The training sets that contain it.' })
  trainingRows!: TracedTrainingRows[];
  @Field(() => [TracedRefusedRows], { description: 'The rows about it that ingests refused and kept.' })
  refusedRows!: TracedRefusedRows[];

  /** For what later rooms add. */
  trainingSetIds(): string[] {
    return this.trainingRows.map(({ trainingSet }) => trainingSet.nodeId);
  }
}
