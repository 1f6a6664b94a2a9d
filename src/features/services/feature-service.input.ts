import { Extensions, Field, InputType } from 'type-graphql';
import { checkFreeName } from '../../graph/names/free-name.js';
import { TagInput } from '../../graph/nodes/tag.js';
import { checkOrigin, ORIGIN_DESCRIPTION } from '../../graph/origins/check-origin.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';

@InputType({ description: 'What a feature service is to give. The service is made on first use.' })
export class DefineFeatureServiceInput {
  @Field(() => String, { description: 'Name of the service: any text, such as `checkout` or `Fraud (EU)`.' })
  name!: string;

  @Extensions(atMost(5_000))
  @Field(() => [Ref], {
    description:
      'Its features, in order: `airport_traffic@2:mean_delay_3h`, or `airport_traffic:*~origin` for all of a set in a role. Without `@version` the current version, pinned now.',
  })
  features!: string[];

  @Field(() => String, { nullable: true, description: 'What this version is for, in words.' })
  description?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags of this version.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
  @Field(() => String, { nullable: true, description: ORIGIN_DESCRIPTION }) origin?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only say what would be defined; false if left out. Nothing is changed, and no version number is used up.',
  })
  dryRun?: boolean | null;
}

/** Throws BAD_USER_INPUT for a service without a name, or without features. */
export function checkFeatureService({ name, features, origin }: DefineFeatureServiceInput): void {
  checkOrigin(origin);
  checkFreeName('a feature service', name);
  if (features.length === 0)
    throw badInput('features is empty; name at least one, such as "airport_traffic:*".', { field: 'features' });
}
