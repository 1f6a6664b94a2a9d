import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { Role } from '../../../access/rights/role.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { TO } from '../policies/policy.input.js';
import { TargetKind } from '../target.js';

export enum ApprovalDecision {
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
}

registerEnumType(ApprovalDecision, {
  name: 'ApprovalDecision',
  description: 'What somebody says of a promotion. The last word of each counts.',
  valuesConfig: {
    APPROVED: { description: 'It may be.' },
    REJECTED: { description: 'It may not: as long as this stands nobody promotes the version there.' },
  },
});

@ObjectType({ description: 'What somebody said of the promotion of a version to a stage or an alias.' })
export class Approval {
  /** Not fields. */
  modelVersionId!: string;
  policyId!: string;
  vouchedBy!: readonly string[];

  @Field(() => TargetKind, { description: 'Whether it is about a stage or an alias.' }) targetKind!: TargetKind;
  @Field(() => String, { description: 'The stage or the alias.' }) to!: string;
  @Field(() => ApprovalDecision, { description: 'What was said.' }) decision!: ApprovalDecision;
  @Field(() => [Role], { description: 'The roles whose rights whoever said it had then.' }) roles!: readonly Role[];
  @Field(() => Boolean, { description: 'Whether it was said that the signature may differ from that of the champion.' })
  acknowledgesSignature!: boolean;

  @Field(() => String, { description: 'Who said it.' }) by!: string;
  @Field(() => DateTime, { description: 'When.' }) at!: Date;
  @Field(() => String, { nullable: true, description: 'Why.' }) reason!: string | null;
}

@InputType({ description: 'What to say of the promotion of a version.' })
export class ApproveInput {
  @Field(() => Ref, { description: 'The model version: `flight_delay@2`.' }) modelVersion!: string;
  @Field(() => String, { description: TO }) to!: string;
  @Field(() => ApprovalDecision, { nullable: true, description: 'APPROVED if left out.' })
  decision?: ApprovalDecision | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: the signature may differ from that of the champion, which is known and meant. False if left out.',
  })
  acknowledgeSignature?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why; the history keeps it. A rejection needs one.' })
  reason?: string | null;
}
