import { Field, ObjectType } from 'type-graphql';
import { Json } from '../../../platform/graphql/scalars/json.scalar.js';

@ObjectType({ description: 'One thing that differs between two versions.' })
class DefinitionChange {
  @Field(() => String, { description: 'What: `type`, `description`, `sources`, `position`, `ttlSeconds`, …' })
  field!: string;
  @Field(() => Json, { nullable: true, description: 'How it was.' }) from!: unknown;
  @Field(() => Json, { nullable: true, description: 'How it is.' }) to!: unknown;
}

@ObjectType({ description: 'A feature that both versions have, and that differs.' })
class ChangedFeature {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => [DefinitionChange], { description: 'What differs.' }) changes!: readonly DefinitionChange[];
}

@ObjectType({ description: 'How one feature set version differs from another.' })
export class FeatureSetComparison {
  @Field(() => [String], { description: 'Features that only the second has.' }) added!: string[];
  @Field(() => [String], { description: 'Features that only the first has.' }) removed!: string[];
  @Field(() => [ChangedFeature], { description: 'Features that both have, and that differ.' })
  changed!: ChangedFeature[];
  @Field(() => [DefinitionChange], { description: 'What differs beside the features.' })
  changes!: readonly DefinitionChange[];
  @Field(() => Boolean, {
    description: 'Whether whoever reads the first could read the second: it has every feature, with the same type.',
  })
  compatible!: boolean;
  @Field(() => String, { description: 'The same in words.' }) summary!: string;
}
