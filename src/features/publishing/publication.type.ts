import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { FeatureSetComparison } from '../definitions/changes/comparison.type.js';
import { FeatureSetVersion } from '../definitions/versions/feature-set-version.entity.js';

/** How many of each kind of reader are listed. */
export const LISTED_READERS = 1_000;

@ObjectType({ description: 'What publishing a definition would change, and for whom.' })
export class Publication {
  /** Uuids of the versions that the feature set has. */
  versionIds!: readonly string[];

  @Field(() => Int, { description: 'The number that the version would get, or has.' }) version!: number;
  @Field(() => Boolean, {
    description: 'Whether it would become current at once: what a reference without a version means.',
  })
  becomesCurrent!: boolean;
  @Field(() => String, { description: 'Why it would, or would not, in words.' }) because!: string;
  @Field(() => FeatureSetVersion, { nullable: true, description: 'What is current now; null: nothing is.' })
  currentVersion!: FeatureSetVersion | null;
  @Field(() => FeatureSetComparison, {
    nullable: true,
    description: 'How the definition differs from the current version; null where nothing is current.',
  })
  comparison!: FeatureSetComparison | null;
  @Field(() => GraphQLSafeInt, {
    description:
      'Lookups and historicalFeatures that named the feature set without a version and were answered, by all processes, up to a second ago: readers that follow the current version.',
  })
  unpinnedLookups!: number;
  @Field(() => GraphQLSafeInt, {
    description: 'Calls that wrote rows into the feature set without naming a version: writers that follow, too.',
  })
  unpinnedWrites!: number;
  @Field(() => DateTime, { description: 'Since when they are counted: the begin of a day (UTC) a week ago.' })
  countedSince!: Date;
}
