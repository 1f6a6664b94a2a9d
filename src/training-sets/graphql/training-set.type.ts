import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { KnownAt } from '../../features/lookups/history/known-at.js';
import { FeatureServiceVersion } from '../../features/services/feature-service.entity.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { JobStatus } from '../../platform/jobs/job-status.js';
import { DataType } from '../../values/data-type.js';

@ObjectType({
  description: 'A feature column of a training set, and what the join found for it.',
})
export class TrainingSetFeature {
  @Field(() => String, {
    description: 'Its name in the training set: `role__feature` in a role; `set__feature` where several sets have it.',
  })
  column!: string;
  @Field(() => Ref, { description: 'The feature, pinned, with its role: `airport_traffic@2:mean_delay_3h~origin`.' })
  ref!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => GraphQLSafeInt, { description: 'Rows with a value.' }) present!: number;
  @Field(() => GraphQLSafeInt, { description: 'Rows whose feature row holds null, however old.' }) nulls!: number;
  @Field(() => GraphQLSafeInt, { description: 'Rows for whose key and time there was no feature row; null there.' })
  notFound!: number;
  @Field(() => GraphQLSafeInt, { description: 'Rows whose value was older than its TTL; null there.' })
  expired!: number;
}

@ObjectType({ description: 'A column that a training set has from its spine.' })
export class TrainingSetSpineColumn {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
}

@ObjectType({
  description: 'What makes a dataset version a training set: the recipe by which it was joined, and what came of it.',
})
export class TrainingSet {
  @Field(() => [TrainingSetSpineColumn], { description: 'The columns of its spine: keys, event_time, labels.' })
  spineColumns!: TrainingSetSpineColumn[];
  @Field(() => [TrainingSetFeature], { description: 'Its feature columns, with counts.' })
  features!: TrainingSetFeature[];
  @Field(() => [FeatureSetVersion], { description: 'The feature set versions that it is pinned to.' })
  featureSetVersions!: FeatureSetVersion[];
  @Field(() => FeatureServiceVersion, {
    nullable: true,
    description: 'The feature service version that lists its features; null: they were named one by one.',
  })
  featureServiceVersion!: FeatureServiceVersion | null;
  @Field(() => KnownAt, { description: 'What the join could know.' }) knownAt!: KnownAt;
  @Field(() => DateTime, { description: 'Rows ingested after this moment do not count, in a rebuild either.' })
  knownUntil!: string;
  @Field(() => GraphQLSafeInt, { description: 'Rows: as many as its spine has.' }) rowCount!: number;
  @Field(() => String, {
    description:
      '`sha256:` and the hex of its content: of a line with the JSON array of [name, type] of its columns, and a line for each 10,000 rows with the SHA-256 of their JSON arrays, one per line.',
  })
  digest!: string;
  @Field(() => Boolean, { description: 'Whether it can be made again.' }) rebuildable!: boolean;
  @Field(() => String, { nullable: true, description: 'Why it can not be made again.' })
  notRebuildableBecause!: string | null;
  @Field(() => String, { description: 'Where to download it: `GET` with Accept for Parquet, CSV or NDJSON.' })
  download!: string;
}

@ObjectType({ description: 'What a rebuild came to.' })
export class TrainingSetRebuild {
  @Field(() => Boolean, { description: 'Whether the digest came out the same.' }) matches!: boolean;
  @Field(() => String, { description: 'The digest as it comes out now, `sha256:…`.' }) digest!: string;
  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'Number of the first row of the first block of 10,000 that differs, from 1; null where none does.',
  })
  firstDifferentRow!: number | null;
}

@ObjectType({
  description: 'Work on a training set. It goes on after a restart of the service.',
})
export class TrainingSetJob {
  @Field(() => String, { description: 'Its id.' }) id!: string;
  @Field(() => JobStatus, { description: 'How far it has come.' }) status!: JobStatus;
  @Field(() => String, { nullable: true, description: 'What it is doing, in words.' }) step!: string | null;
  @Field(() => GraphQLSafeInt, { description: 'Rows done in this step.' }) done!: number;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Rows of this step; null while not known.' })
  total!: number | null;
  @Field(() => Float, { description: 'Share of this step that is done, 0 to 1.' }) progress!: number;
  @Field(() => String, { nullable: true, description: 'Why it failed.' }) error!: string | null;
  @Field(() => Int, { description: 'How often it was begun; more than once after a restart.' }) attempts!: number;
  @Field(() => String, { description: 'Who asked for it.' }) createdBy!: string;
  @Field(() => DateTime, { description: 'When it was asked for.' }) createdAt!: Date;
  @Field(() => DateTime, { nullable: true, description: 'When it began.' }) startedAt!: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'When it ended.' }) endedAt!: Date | null;
  @Field(() => DatasetVersion, { nullable: true, description: 'The training set; null until it is made.' })
  datasetVersion!: DatasetVersion | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Of a build that is done: false when the newest version of the dataset was the same already.',
  })
  created!: boolean | null;
  @Field(() => TrainingSetRebuild, { nullable: true, description: 'Of a rebuild that is done: whether it holds.' })
  rebuild!: TrainingSetRebuild | null;
}
