import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';

export enum RegistryMoveKind {
  ALIAS = 'ALIAS',
  STAGE = 'STAGE',
  APPROVAL = 'APPROVAL',
  BINDING = 'BINDING',
}

registerEnumType(RegistryMoveKind, {
  name: 'RegistryMoveKind',
  description: 'What moved in the registry.',
  valuesConfig: {
    ALIAS: { description: 'An alias, from one version to another one, from nowhere or to nowhere.' },
    STAGE: { description: 'A version, from one stage to another one.' },
    APPROVAL: { description: 'What somebody says of the promotion of a version.' },
    BINDING: { description: 'The share of the traffic of a deployment that a version serves.' },
  },
});

@ObjectType({
  description: 'One move of an alias, a stage, an approval or a binding: who made it, when, and why. Never changed.',
})
export class RegistryMove {
  /** Not fields: modelVersion and name load them. */
  modelVersionId!: string;
  deploymentId!: string | null;

  @Field(() => RegistryMoveKind, { description: 'What moved.' }) kind!: RegistryMoveKind;

  @Field(() => String, {
    description:
      'Of an alias its name, of a stage `stage`, of an approval what it is a promotion to, of a binding the deployment: `production/flight-delay`.',
  })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What it was before: of an alias the version that it pointed to, of a stage its name, of a binding the percent of the traffic. Null: nothing.',
  })
  from!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it has been since, in the same way; of an approval `APPROVED` or `REJECTED`. Null: nothing.',
  })
  to!: string | null;

  @Field(() => DateTime, { description: 'When.' }) at!: Date;
  @Field(() => String, { description: 'Who.' }) by!: string;
  @Field(() => String, { nullable: true, description: 'Why; null if not said.' }) reason!: string | null;
  @Field(() => Boolean, { description: 'Whether it took an override of a gate or of missing approvals.' })
  overridden!: boolean;
}
