import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';

@ObjectType({ description: 'Feature rows that an erasure removed.' })
export class ErasedFeatureRows {
  @Field(() => String, { description: 'The feature set version that held them: `airport_traffic@2`.' })
  featureSetVersion!: string;
  @Field(() => Int, { description: 'Rows of the online store, 0 or 1.' }) onlineRows!: number;
  @Field(() => Int, { description: 'Rows of the history.' }) historyRows!: number;
  @Field(() => Int, { defaultValue: 0, description: 'Rows about it that ingests had refused and kept.' })
  refusedRows!: number;
}

@ObjectType({ description: 'Rows of a training set that an erasure removed.' })
export class ErasedTrainingRows {
  @Field(() => String, { description: 'The training set that held them: `flight_training@3`. No longer rebuildable.' })
  trainingSet!: string;
  @Field(() => Int, { description: 'How many.' }) rows!: number;
}

@ObjectType({
  description: 'Proof that the values of one key were erased. It does not tell the key, only a salted hash of it.',
})
export class Erasure {
  @Field(() => String, { description: 'Its id.' }) id!: string;
  @Field(() => String, { description: 'Name of the entity.' }) entity!: string;
  @Field(() => String, { description: 'scrypt hash of the key with a salt that Headwater keeps per entity, as hex.' })
  keyHash!: string;
  @Field(() => String, { nullable: true, description: 'Why it was erased.' }) reason!: string | null;
  @Field(() => DateTime, { description: 'When.' }) erasedAt!: Date;
  @Field(() => String, { description: 'Who asked for it.' }) erasedBy!: string;
  @Field(() => [ErasedFeatureRows], { description: 'What was removed from feature sets; only those that had rows.' })
  featureRows!: readonly ErasedFeatureRows[];
  @Field(() => [ErasedTrainingRows], { description: 'What was removed from training sets; only those that had rows.' })
  trainingRows!: readonly ErasedTrainingRows[];
}
